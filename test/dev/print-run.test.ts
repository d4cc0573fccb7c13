import pc from "picocolors";
import { expect, it } from "vitest";
import { formatHeads, formatRun, formatText } from "../../dev/print-run.ts";
import type { LoggedRun } from "../../dev/read-run.ts";

const plain = pc.createColors(false);
const run: LoggedRun = {
  kind: "succeeded",
  job: "every5min",
  message: "Job EE Recent Elections completed successfully",
  scheduledTime: Date.UTC(2026, 10, 23, 2, 5),
  trigger: "cron",
  correlationId: "123e4567-e89b-12d3-a456-426614174000",
  attempts: 1,
  statusCode: 200,
  durationMs: 132,
  error: null,
};

const layout = { jobWidth: 13, width: 80 };

it("stands in columns under its heads, within 80", () => {
  const undone: LoggedRun = { ...run, statusCode: null, attempts: null, durationMs: null };
  const runs: LoggedRun[] = [
    run,
    { ...run, trigger: "manual" },
    {
      ...run,
      kind: "attempt",
      message: "Job EE: attempt 1 of 3 failed, the next is in 1.7 s",
      error: "the backend answered 503",
    },
    {
      ...run,
      kind: "failed",
      job: "partiesImport",
      statusCode: null,
      attempts: 3,
      durationMs: 94_321,
      error: "no answer",
    },
    { ...undone, kind: "missed", trigger: null, error: "no tick came within 2 min" },
    { ...run, trigger: "catch-up" },
    { ...undone, kind: "superseded", trigger: null, error: "the run of 02:10 is made up in its place" },
  ];
  const text = [formatHeads(layout, plain), ...runs.map((each) => formatRun(each, layout, plain))].join("\n");
  expect(text).toMatchInlineSnapshot(`
    "scheduled (UTC)   job            result      HTTP  attempts     took  corr. id
    2026-11-23 02:05  every5min      succeeded    200         1   132 ms  123e4567
    by hand           every5min      succeeded    200         1   132 ms  123e4567
                      Job EE: attempt 1 of 3 failed, the next is in 1.7 s (the
                      backend answered 503)
    2026-11-23 02:05  partiesImport  failed         -         3   94.3 s  123e4567
                      no answer
    2026-11-23 02:05  every5min      missed         -         -        -  123e4567
                      no tick came within 2 min
    2026-11-23 02:05  every5min      made up      200         1   132 ms  123e4567
    2026-11-23 02:05  every5min      superseded     -         -        -  123e4567
                      the run of 02:10 is made up in its place"
  `);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

/** The heads and a run. */
function within(width: number): string[] {
  const narrow = { ...layout, width };
  return [formatHeads(narrow, plain), formatRun(run, narrow, plain)].map((line) => line.trimEnd());
}

it("leaves the last columns out where the terminal is narrow, but never the result", () => {
  expect(within(79)).toEqual(within(80));
  expect(within(60)).toEqual([
    "scheduled (UTC)   job            result      HTTP  attempts",
    "2026-11-23 02:05  every5min      succeeded    200         1",
  ]);
  expect(within(20)).toEqual([
    "scheduled (UTC)   job            result",
    "2026-11-23 02:05  every5min      succeeded",
  ]);
});

it("breaks a text between words, under where it begins", () => {
  expect(formatText("1 job missed: EE Recent Elections", 30, (line) => `<${line}>`, "Slack  ")).toBe(
    "Slack  <1 job missed: EE Recent>\n       <Elections>",
  );
});

it("breaks no line where nobody minds its length", () => {
  const error = "word ".repeat(60).trim();
  const text = formatRun({ ...run, kind: "failed", error }, { ...layout, width: Infinity }, plain);
  expect(text.split("\n")).toHaveLength(2);
});

it.each([
  { kind: "succeeded", color: 32 },
  { kind: "lost", color: 31 },
  { kind: "missed", color: 31 },
  { kind: "superseded", color: 33 },
] as const)("paints $kind only where it is asked to", ({ kind, color }) => {
  const escape = String.fromCharCode(27);
  expect(formatRun({ ...run, kind }, layout, plain)).not.toContain(escape);
  expect(formatRun({ ...run, kind }, layout, pc.createColors(true))).toContain(`${escape}[${color}m${kind}`);
});
