import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { range } from "../../../codegen/diagnostics/diagnostic.ts";
import { compileText, fileWithJob, placesOf } from "../support/compile-text.ts";
import { goldenCases } from "../support/golden-case.ts";

/** A job whose schedule (line 11) has the warning SCH209, under the lines given (10 and on). */
function under(...comments: readonly string[]): string {
  return fileWithJob(["endpoint: /report", ...comments, 'schedule: "*/45 * * * *"'].join("\n"));
}

const ignore = "# schedules-ignore SCH209 -- the backend wants it so";

/** Every warning and info of the cases that compile, with the text that it is found in. */
const found = goldenCases()
  .filter(({ kind, name }) => kind === "ok" && name !== "ignore-comments")
  .flatMap(({ name, folder }) => {
    const text = readFileSync(join(folder, "schedules.yaml"), "utf8");
    return compileText(text)
      .diagnostics.filter(({ span }) => span.source.text === text)
      .map((each) => ({ name, code: each.code, line: range(each.span).line, text }));
  });

/** Code, line and message of all that is told of a text. */
function told(text: string): string[] {
  return compileText(text).diagnostics.map(
    ({ code, span, message }) => `${code} ${range(span).line} ${message}`,
  );
}

describe("an ignore comment", () => {
  it.each(found)(
    "above line $line of ok/$name silences $code there, and nothing else",
    ({ text, code, line }) => {
      const lines = text.split("\n");
      const indent = /^ */.exec(lines[line - 1] ?? "")?.[0] ?? "";
      const withComment = lines
        .toSpliced(line - 1, 0, `${indent}# schedules-ignore ${code} -- a test`)
        .join("\n");
      const shifted = told(text)
        .filter((each) => !each.startsWith(`${code} ${line} `))
        .map((each) =>
          each.replace(/ (\d+)/, (_, at) => (Number(at) > line ? ` ${Number(at) + 1}` : ` ${at}`)),
        );
      expect(told(withComment)).toEqual(shifted);
    },
  );

  it("is found at its place in a file with CRLF, and behind a byte order mark", () => {
    const text = `\ufeff${under(ignore).replaceAll("\n", "\r\n")}`;
    expect(placesOf(compileText(text))).toEqual([]);
    const wrong = `\ufeff${under("# schedules-ignore SCH209").replaceAll("\n", "\r\n")}`;
    expect(placesOf(compileText(wrong))).toEqual(["SCH011 10:5-10:30", "SCH209 11:16-11:20"]);
  });

  it("needs a reason behind its dashes", () => {
    expect(placesOf(compileText(under("# schedules-ignore SCH209 --")))).toEqual([
      "SCH011 10:5-10:33",
      "SCH209 11:16-11:20",
    ]);
  });

  it("silences nothing from inside a flow collection's line, and something from a line of its own there", () => {
    const inside = `schedule: [\n  ${ignore}\n  "*/45 * * * *",\n]`;
    expect(placesOf(compileText(fileWithJob(`endpoint: /report\n${inside}`)))).toEqual([]);
    const behind = `schedule: [ ${ignore}\n  "*/45 * * * *",\n]`;
    expect(placesOf(compileText(fileWithJob(`endpoint: /report\n${behind}`)))).toEqual([
      "SCH011 10:17-10:69",
      "SCH209 11:8-11:12",
    ]);
  });

  it("is not called unused where an error kept later checks from running", () => {
    const unused = "# schedules-ignore SCH304 -- a check of the last stage";
    expect(placesOf(compileText(under(unused)))).toEqual(["SCH012 10:24-10:30", "SCH209 11:16-11:20"]);
    const withError = under(unused).replace("/report", "report");
    expect(placesOf(compileText(withError))).toEqual(["SCH109 9:15-9:21"]);
  });

  it("can't silence what is said of an ignore comment", () => {
    const twice = ["# schedules-ignore SCH012 -- hush", "# schedules-ignore SCH208 -- nothing"];
    expect(placesOf(compileText(under(ignore, ...twice)))).toEqual([
      "SCH012 11:24-11:30",
      "SCH012 12:24-12:30",
    ]);
  });
});
