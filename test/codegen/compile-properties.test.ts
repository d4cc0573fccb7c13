import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CompileResult } from "../../codegen/compile.ts";
import type { Diagnostic } from "../../codegen/diagnostics/diagnostic.ts";
import { compileText } from "./support/compile-text.ts";

const owner = readFileSync("test/fixtures/ok/owner/schedules.yaml", "utf8");
const ownerBytes = new TextEncoder().encode(owner);
const template = readFileSync("test/fixtures/ok/template/wrangler.template.toml", "utf8");

/** What holds for every input: no throw, no output beside an error, diagnostics in order and inside their source. */
function expectSound({ diagnostics, files, compiled }: CompileResult): void {
  const failed = diagnostics.some(({ severity }) => severity === "error");
  expect([files.size, compiled === null]).toEqual(failed ? [0, true] : [4, false]);
  for (const { span, message, hint } of diagnostics) {
    expect([0 <= span.start, span.start <= span.end, span.end <= span.source.text.length]).toEqual([
      true,
      true,
      true,
    ]);
    expect(`${message} ${hint}`).not.toMatch(/\[object |\bNaN\b|Invalid input/);
  }
  expect(diagnostics.toSorted(byPlace)).toEqual(diagnostics);
  const keys = diagnostics.map(
    ({ code, span, message }) => `${span.source.file} ${span.start} ${span.end} ${code} ${message}`,
  );
  expect(new Set(keys).size).toBe(keys.length);
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const files = [a.span.source.file, b.span.source.file] as const;
  if (files[0] !== files[1]) return files[0] < files[1] ? -1 : 1;
  return (
    a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

/** Bytes that mean something in YAML, so that edits hit more than plain letters. */
const notableBytes = Array.from("\n\t \"'#*&!|>-?:,[]{}@%`~<\\0129/x\r\0")
  .map((each) => each.charCodeAt(0))
  .concat(0xff, 0xc3, 0xef);
const edit = fc.record({
  at: fc.nat(ownerBytes.length - 1),
  length: fc.oneof(fc.constant(1), fc.nat(40)),
  how: fc.constantFrom("delete", "duplicate", "replace"),
  byte: fc.constantFrom(...notableBytes),
});

function edited(
  bytes: Uint8Array,
  { at, length, how, byte }: { at: number; length: number; how: string; byte: number },
): Uint8Array {
  const part = bytes.slice(at, at + length);
  const middle = how === "delete" ? [] : how === "duplicate" ? [...part, ...part] : [byte];
  return Uint8Array.from([
    ...bytes.slice(0, at),
    ...middle,
    ...bytes.slice(at + (how === "replace" ? 1 : length)),
  ]);
}

/** Trees under the keys of the language: mostly of the right form, with anything in between. */
const scalars = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -1,
  1,
  3,
  1.5,
  1e300,
  "",
  " ",
  "manual",
  "off",
  "none",
  "30s",
  "5m",
  "1d",
  "02:06",
  "24:00",
  "22:00-06:00",

  "*/5 * * * *",
  "0 9 * * 1-5",
  "@daily",
  "POST /a",
  "GET /a?token=x",
  "/",
  "https://api.example.com",
  "http://a.example",
  "2xx",

  "production",
  "__proto__",
  "constructor",
  "weekdays",
  "mon",
  "\u{1F389}",
  "sk_live_0123456789",
  "FILE_TOKEN",
  404,
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalars,
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom("at", "every", "cron", "days", "first", "slack", "bearer", "a"),
      ),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
}));
/** One of the values, and now and then anything. */
const mostly = (...values: unknown[]) =>
  fc.oneof({ weight: 150, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: anything });
/** A map with the first keys always and the others at times, and now and then anything. */
const mapOf = (
  always: Record<string, fc.Arbitrary<unknown>>,
  atTimes: Record<string, fc.Arbitrary<unknown>> = {},
) =>
  fc.oneof(
    {
      weight: 150,
      arbitrary: fc.record({ ...always, ...atTimes }, { requiredKeys: Object.keys(always) }),
    },
    { weight: 1, arbitrary: anything },
  );

const settings = {
  timeout: mostly("30s", "2m", "14m"),
  retry: mapOf(
    {},
    { maxAttempts: mostly(1, 10), initialDelay: mostly("1s"), deadline: mostly("1h"), on: mostly(["5xx"]) },
  ),
  auth: mostly(
    "none",
    { bearer: "FILE_TOKEN" },
    { hmac: "FILE_KEY" },
    { bearer: "FILE_TOKEN", hmac: "FILE_KEY" },
  ),
  success: mostly(["2xx"], [200, 404]),
  enabled: mostly(true, false),
  notify: mostly("off", { slack: {} }, { slack: { events: ["success"] } }),
  overlap: mostly("skip", "wait", "allow"),
  catchUp: mostly("none", "1m", { within: "1d", runs: "all" }),
  lock: mostly("a", "b", "constructor"),
  completion: mostly("none", { within: "45m" }),
  pause: mostly("none", { reason: "moving" }, { reason: "moving", until: "2026-12-01" }),
};
/** Legal ones, in every form, and some that only the checks behind the schema refuse. */
const schedule = fc.oneof(
  {
    weight: 20,
    arbitrary: mostly(
      "manual",
      "*/5 * * * *",
      "*/45 * * * *",
      "@daily",
      { at: "02:06" },
      { at: ["02:06", "14:06"], days: { day: [1, "last-weekday"] } },
      { every: "45m" },
      { every: "2h", between: "22:00-06:00", days: { day: ["last"] } },
      [{ at: "01:00" }, "0 1 * * *"],
      { production: "0 1 * * *" },
      { production: [{ at: "01:00" }, "0 2 * * FRI-MON"], staging: "manual" },
    ),
  },
  {
    weight: 1,
    arbitrary: mostly(
      "0 0 31 11 *",
      "0 9 13 * FRI",
      "0 9 * * 1",
      "0 9 * *",
      { every: "6h", between: "01:00-05:00" },
      { prod: [] },
      [],
      {},
    ),
  },
);
const job = mapOf(
  { endpoint: mostly("POST /a", "/b?c=d", "GET /a"), schedule },
  {
    ...settings,
    name: mostly("A job"),
    payload: fc.oneof({ weight: 1, arbitrary: anything }, { weight: 5, arbitrary: fc.constant({ a: [1] }) }),
    headers: mostly({ "X-A": "b" }),
    query: mostly({ a: 1 }),
    overrides: mostly({ production: { timeout: "1m", endpoint: "/c" } }),
  },
);
const environment = (worker: string) =>
  mapOf(
    { backend: mostly("https://api.example.com", "http://localhost:1"), worker: mostly(worker) },
    {
      concurrency: mostly(1, 6),
      vars: mostly({ A: "b" }),
      notify: mostly({ slack: {} }),
      heartbeat: mostly(true),
      analytics: mostly({ url: "https://a.example" }),
      defaults: mapOf({}, settings),
    },
  );
const tree = mapOf(
  {
    version: mostly(1),
    worker: mostly("cron-worker"),
    account: mostly({ plan: "paid" }, { plan: "free" }, { plan: "paid", cronTriggers: 2 }),
    environments: mapOf(
      { production: environment("p"), staging: environment("s") },
      { "eu-1": environment("e") },
    ),
    jobs: fc.dictionary(fc.constantFrom("a", "b", "c", "constructor"), job, { minKeys: 1, maxKeys: 4 }),
  },
  { defaults: mapOf({}, settings) },
);

describe("compile, whatever it is given", () => {
  it("survives edits of a good file", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        expectSound(compileText(edits.reduce(edited, ownerBytes)));
      }),
      { numRuns: 400 },
    );
  });

  it("survives any tree under its keys", { timeout: 60_000 }, () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(tree, (value) => {
        const result = compileText(JSON.stringify(value) ?? "");
        expectSound(result);
        ends.add(result.files.size > 0 ? "compiled" : "refused");
      }),
      { numRuns: 400 },
    );
    // The trees are worth something only if both ends are reached.
    expect(ends).toEqual(new Set(["compiled", "refused"]));
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectSound(compileText(bytes));
      }),
    );
  });

  it("survives edits of a good template", () => {
    const at = fc.nat(template.length - 1);
    const byte = fc.constantFrom(...Array.from("\n[]{}=\"'#.,x1\t\0\\"));
    fc.assert(
      fc.property(at, fc.nat(5), byte, (from, length, text) => {
        const file = template.slice(0, from) + text + template.slice(from + length);
        expectSound(compileText(readFileSync("test/fixtures/ok/template/schedules.yaml"), file));
      }),
      { numRuns: 200 },
    );
  });

  it("gives the same answer twice, and the same outputs for CRLF and with a byte order mark", () => {
    const first = compileText(owner);
    expect([...compileText(owner).files]).toEqual([...first.files]);
    expect([...compileText(owner.replaceAll("\n", "\r\n")).files]).toEqual([...first.files]);
    expect([...compileText(`\uFEFF${owner}`).files]).toEqual([...first.files]);
    // A comment changes the hash, and nothing else.
    const commented = compileText(`# one more comment\n${owner}`);
    for (const [name, text] of first.files)
      expect(withoutHash(commented.files.get(name))).toBe(withoutHash(text));
    expect(commented.files.get("wrangler.toml")).not.toBe(first.files.get("wrangler.toml"));
  });
});

function withoutHash(text = ""): string {
  return text.replace(/sha256 \w+|sourceHash: "\w+"/g, "");
}
