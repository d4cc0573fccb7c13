import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formats } from "../../../codegen/import/formats.ts";
import { importSchedules } from "../../../codegen/import/import-schedules.ts";
import { importCases } from "./support/import-case.ts";

const texts = importCases().flatMap(({ folder }) =>
  readdirSync(folder)
    .filter((file) => file !== "expected.yaml")
    .map((file) => readFileSync(join(folder, file), "utf8")),
);

/** A text of the fixtures in which something stands in the place of something else. */
const broken = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(6),
        fc.oneof(
          fc.string({ maxLength: 6, unit: "grapheme" }),
          fc.constantFrom(..."0 12-3 1-7 2/3 MON 8 L */90 @daily every Times ?".split(" ")),
          fc.constantFrom("\n", "\u0000", "'", '"', "{{", "*", "/", "7", " #", ": ", "\u2028", "&a ", "*a"),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((before, [place, cut, put]) => {
      const start = Math.floor(place * before.length);
      return before.slice(0, start) + put + before.slice(start + cut);
    }, text),
  );

describe("any text", () => {
  it("is read or refused, and what is printed is YAML with as many jobs as were counted", () => {
    fc.assert(
      fc.property(broken, fc.constantFrom(undefined, ...formats), (text, format) => {
        const { yaml, jobCount, problems } = importSchedules([{ file: "a\nfile", text }], format);
        expect((yaml === null ? 0 : 1) + problems.length).toBe(1);
        if (yaml === null) return;
        const { jobs = {} } = (parse(yaml) ?? {}) as { jobs?: object };
        expect(Object.keys(jobs)).toHaveLength(jobCount);
      }),
      { numRuns: 1500 },
    );
  });
});
