import { describe, expect, it } from "vitest";
import type { Diagnostic, Fix } from "../../../codegen/diagnostics/diagnostic.ts";
import { diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { applyFixes, chooseFixes } from "../../../codegen/source/apply-fixes.ts";

const source = { file: "f.yaml", text: "a: one # two\nb: three\n" };

/** A diagnostic that replaces `part`. */
function replacing(part: string, text: string, onlyFor?: Fix["onlyFor"], file = source): Diagnostic {
  const start = file.text.indexOf(part);
  const span = { source: file, start, end: start + part.length };
  return diagnostic("SCH104", span, `${part} is wrong`, { fixes: [{ span, text, onlyFor }] });
}

function mended(diagnostics: readonly Diagnostic[], weekdays?: Fix["onlyFor"]): string {
  return applyFixes(source.text, chooseFixes(diagnostics, "f.yaml", weekdays));
}

describe("fixes", () => {
  it("are made each at its place, in whatever order they come and whatever their length", () => {
    const fixes = [replacing("three", "3"), replacing("one", "the first"), replacing("b", "")];
    expect(mended(fixes)).toBe("a: the first # two\n: 3\n");
    expect(mended(fixes.toReversed())).toBe("a: the first # two\n: 3\n");
  });

  it("that overlap are left out, all but the first of them", () => {
    expect(mended([replacing("three", "3"), replacing("hre", "x"), replacing("e\n", "y")])).toBe(
      "a: one # two\nb: 3\n",
    );
  });

  it("of the same place are made once", () => {
    expect(mended([replacing("one", "1"), replacing("one", "1")])).toBe("a: 1 # two\nb: three\n");
  });

  it("leave comments and other files alone", () => {
    const elsewhere = replacing("one", "1", undefined, { ...source, file: "g.yaml" });
    expect(mended([replacing("two", "2"), replacing("one # t", "x"), elsewhere])).toBe(source.text);
  });

  it("that ask how weekdays are counted wait for the answer", () => {
    const fixes = [replacing("one", "SUN", "cloudflare"), replacing("one", "MON", "crontab")];
    expect(mended(fixes)).toBe(source.text);
    expect(mended(fixes, "crontab")).toBe("a: MON # two\nb: three\n");
    expect(mended(fixes, "cloudflare")).toBe("a: SUN # two\nb: three\n");
  });
});
