import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { printYaml } from "../../../codegen/text/print-yaml.ts";

describe("YAML in blocks", () => {
  it("looks as a person would write it", () => {
    const data = {
      openapi: "3.1.1",
      info: { title: "A backend", description: "With a colon: so it is quoted" },
      list: ["one", 2, null, { a: true, b: [] }, ["x", ["y"]], {}],
      "/cron/x": { $ref: "#/components/x", version: "1", no: "no", date: "2026-11-25", empty: "" },
      comma: "GET, HEAD",
    };
    expect(printYaml(data)).toBe(`openapi: "3.1.1"
info:
  title: A backend
  description: "With a colon: so it is quoted"
list:
  - one
  - 2
  - null
  - a: true
    b: []
  - - x
    - - "y"
  - {}
/cron/x:
  $ref: "#/components/x"
  version: "1"
  "no": "no"
  date: "2026-11-25"
  empty: ""
comma: "GET, HEAD"
`);
  });

  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[-\w/$.`'(), :#&*!|>%@?{}[\]"\\<=~]{0,12}$/),
    fc.constantFrom(
      "true",
      "No",
      "off",
      "~",
      "null",
      "1e3",
      "0x1f",
      "1_000",
      "12:30:45",
      "<<",
      "=",
      "- a",
      "a: b",
      "a #b",
      ".inf",
      "--- x",
      "...",
    ),
  );
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof(
      { depthSize: "small" },
      texts,
      fc.integer(),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.dictionary(texts, tie("data"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  it.each(["1.2", "1.1"] as const)("is read back as it was, by YAML %s", (version) => {
    fc.assert(
      fc.property(data, (value) => {
        const read: unknown = parse(printYaml(value), { version, merge: false });
        expect(read).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });
});
