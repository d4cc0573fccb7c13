import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { FixOption } from "../../../codegen/cli/fix.ts";
import { fix } from "../../../codegen/cli/fix.ts";
import { compileText, fileWithJob, plainTemplate } from "../support/compile-text.ts";
import { goldenCases } from "../support/golden-case.ts";
import { makeFolder, runCli } from "../support/run-cli.ts";

const encoder = new TextEncoder();

function fixed(
  text: string | Uint8Array,
  option: FixOption = true,
): { text: string; changes: readonly string[] } {
  const { bytes, changes } = fix(
    {
      nowMinute: Date.UTC(2026, 10, 23) / 60_000,
      config: { file: "schedules.yaml", bytes: typeof text === "string" ? encoder.encode(text) : text },
      template: { file: "wrangler.template.toml", bytes: encoder.encode(plainTemplate) },
    },
    option,
  );
  return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), changes };
}

/** What a line holds of comments, taken for one wherever a `#` stands at its beginning or behind a blank. */
function commentsOf(text: string): string[] {
  return text.split("\n").map((line) => /(?:^|\s)#.*$/.exec(line)?.[0] ?? (line.trim() === "" ? line : ""));
}

/** How often the YAML's own rules are broken. */
function faults(text: string): number {
  return compileText(text).diagnostics.filter(({ code }) => code.startsWith("SCH00")).length;
}

const schedule = (line: string) => fileWithJob(`endpoint: /report\nschedule: ${line}`);
const setting = (line: string) => fileWithJob(`endpoint: /report\nschedule: manual\n${line}`);

describe("what is fixed without asking", () => {
  it.each([
    { what: "a time", given: schedule("{ at: 14:06 } # two"), want: schedule('{ at: "14:06" } # two') },
    {
      what: "times",
      given: schedule("{ at: [14:06, 02:00] }"),
      want: schedule('{ at: ["14:06", "02:00"] }'),
    },
    {
      what: "a date",
      given: schedule("{ once: 2027-05-06T22:00 }"),
      want: schedule('{ once: "2027-05-06T22:00" }'),
    },
    { what: "a cron text", given: schedule("*/5 * * * *  # x"), want: schedule('"*/5 * * * *"  # x') },
    {
      what: "cron texts in a list",
      given: schedule("[* 8 * * *, 1 * * * *]"),
      want: schedule('["* 8 * * *", 1 * * * *]'),
    },
    { what: "seconds", given: setting("timeout: 30"), want: setting("timeout: 30s") },
    { what: "seconds in quotes", given: setting('timeout: "30"'), want: setting("timeout: 30s") },
    { what: "a unit in full", given: setting("timeout: 1.5 minutes"), want: setting("timeout: 90s") },
    { what: "minutes", given: schedule("{ every: 15 }"), want: schedule("{ every: 15m }") },
    { what: "a part of an hour", given: schedule("{ every: 1.5h }"), want: schedule("{ every: 90m }") },
    { what: "hours in full", given: schedule("{ every: 6 hours }"), want: schedule("{ every: 6h }") },
    {
      what: "words of a list",
      given: setting("retry: { on: [netwrk, timout, 503] }"),
      want: setting("retry: { on: [network, timeout, 503] }"),
    },
    { what: "a key", given: setting("timout: 30s"), want: setting("timeout: 30s") },
    { what: "a key's case", given: setting("timezone: UTC"), want: setting("timeZone: UTC") },
    { what: "a word", given: setting("overlap: skiip"), want: setting("overlap: skip") },
    { what: "a key, then its value", given: setting("timout: 30"), want: setting("timeout: 30s") },
  ])("$what", ({ given, want }) => {
    expect(fixed(given).text).toBe(want);
  });
});

describe("what is left to a person", () => {
  it.each([
    { why: "milliseconds, as it seems", given: setting("timeout: 30000") },
    { why: "a period that does not divide a day", given: schedule("{ every: 1.5d }") },
    { why: "a number too large to be a duration", given: setting("timeout: 9999999999999") },
    { why: "a period that does not divide a day", given: schedule("{ every: 7 }") },
    { why: "weekday numbers", given: schedule('"0 9 * * 1-5"') },
    { why: "a name that a person gave", given: schedule('{ prodution: { at: "02:06" } }') },
    { why: "a key that is there already", given: setting("timeout: 30s\ntimout: 40s") },
    { why: "two keys that would become one", given: setting("timout: 30s\ntimeot: 40s") },
    { why: "a key near to nothing", given: setting("colour: red") },
    {
      why: "what is silenced",
      given: fileWithJob(
        "endpoint: /report\n# schedules-ignore SCH111 -- our own readers\nschedule: { at: 14:06 }",
      ),
    },
  ])("$why", ({ given }) => {
    expect(fixed(given)).toEqual({ text: given, changes: [] });
  });

  it("an alias that may be right, beside a value that is not", () => {
    const given = schedule("{ cron: *name, from: @x }");
    expect(fixed(given).text).toBe(given.replace("@x", '"@x"'));
  });

  it("a map that an alias uses too, where it may be right", () => {
    const given = setting("payload: &own { timout: 30s }\nretry: *own");
    expect(fixed(given)).toEqual({ text: given, changes: [] });
  });

  it("what only looks like a value, in a comment", () => {
    const given = schedule("* * * * *  # was: * 9 * * *");
    expect(fixed(given).text).toBe(schedule('"* * * * *"  # was: * 9 * * *'));
  });
});

describe("weekday numbers", () => {
  // crontab(5): 0 or 7 is Sunday. Cloudflare's documentation: 1 is Sunday, 7 Saturday.
  it.each([
    { field: "1-5", crontab: "MON-FRI", cloudflare: "SUN-THU" },
    { field: "0", crontab: "SUN", cloudflare: "0" },
    { field: "7", crontab: "SUN", cloudflare: "SAT" },
    { field: "1,3", crontab: "MON,WED", cloudflare: "SUN,TUE" },
    { field: "2#1", crontab: "TUE#1", cloudflare: "MON#1" },
  ])("$field", ({ field, crontab, cloudflare }) => {
    const given = schedule(`"0 9 * * ${field}" # it`);
    expect(fixed(given, "weekdays=crontab").text).toBe(given.replace(`* ${field}"`, `* ${crontab}"`));
    expect(fixed(given, "weekdays=cloudflare").text).toBe(given.replace(`* ${field}"`, `* ${cloudflare}"`));
  });
});

describe("every case of the fixtures", () => {
  const options = [true, "weekdays=crontab", "weekdays=cloudflare"] as const;
  const cases = goldenCases().flatMap((each) => options.map((option) => ({ ...each, option })));

  it.each(cases)(
    "$kind/$name, $option: keeps comments and blank lines, and a second run does nothing",
    (each) => {
      const bytes = readFileSync(join(each.folder, "schedules.yaml"));
      const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const { text, changes } = fixed(bytes, each.option);
      if (changes.length === 0) return expect(text).toBe(before);
      expect(commentsOf(text)).toEqual(commentsOf(before));
      expect(faults(text)).toBeLessThanOrEqual(faults(before));
      expect(fixed(text, each.option)).toEqual({ text, changes: [] });
    },
  );

  it("are changed in many places", () => {
    const changes = goldenCases().flatMap(
      ({ folder }) => fixed(readFileSync(join(folder, "schedules.yaml"))).changes,
    );
    const codes = new Set(changes.map((each) => /SCH\d+/.exec(each)?.[0] ?? each));
    expect(codes).toEqual(new Set(["SCH009", "SCH101", "SCH104", "SCH105", "SCH111"]));
  });
});

it("keeps a byte order mark, and line ends of every kind", () => {
  const given = `\ufeff${schedule("{ at: 14:06 }").replaceAll("\n", "\r\n").replace("\r\nworker", "\rworker")}`;
  expect(fixed(given).text).toBe(given.replace("14:06", '"14:06"'));
});

describe("check --fix", { timeout: 60_000 }, () => {
  const folders: (() => void)[] = [];
  afterEach(() => folders.splice(0).forEach((remove) => remove()));

  function project(text: string): string {
    const { folder, remove } = makeFolder({
      "real.yaml": text,
      "wrangler.template.toml": plainTemplate,
      "src/worker.ts": "",
    });
    folders.push(remove);
    symlinkSync("real.yaml", join(folder, "schedules.yaml"));
    chmodSync(join(folder, "real.yaml"), 0o640);
    return folder;
  }

  it("writes the file, says what it changed and what is left, and does nothing the second time", () => {
    const folder = project(schedule('[{ at: 14:06 }, "0 9 * * 1"] # both'));
    const first = runCli(["check", "--fix"], { cwd: folder });
    expect(first.stdout).toContain('Fixed in schedules.yaml:\n  line 10: 14:06 → "14:06" (SCH111)\n\n');
    expect(first.stdout).toContain("schedules.yaml:10:42: error SCH204");
    expect(first.code).toBe(1);
    const want = schedule('[{ at: "14:06" }, "0 9 * * 1"] # both');
    expect(readFileSync(join(folder, "real.yaml"), "utf8")).toBe(want);
    expect(lstatSync(join(folder, "schedules.yaml")).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, "real.yaml")).mode & 0o777).toBe(0o640);
    expect(runCli(["check", "--fix"], { cwd: folder }).stdout).not.toContain("Fixed");
    const weekdays = runCli(["check", "--fix", "weekdays=crontab", "--format", "json"], { cwd: folder });
    expect(weekdays.stderr).toBe("Fixed in schedules.yaml:\n  line 10: 1 → MON (SCH204)\n");
    expect(
      (JSON.parse(weekdays.stdout) as { diagnostics: { code: string }[] }).diagnostics.map(
        ({ code }) => code,
      ),
    ).toEqual(["SCH601", "SCH601", "SCH601", "SCH601"]);
  });

  it("refuses a way to count that it does not know", () => {
    const { code, stderr } = runCli(["check", "--fix", "weekdays=quartz"], {
      cwd: project(schedule("manual")),
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining("weekdays=crontab, weekdays=cloudflare")]);
  });
});
