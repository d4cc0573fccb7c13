import pc from "picocolors";
import { expect, it } from "vitest";
import { formatHeads, formatRun } from "../../dev/print-run.ts";
import type { LoggedRun } from "../../dev/read-run.ts";

const plain = pc.createColors(false);
const run: LoggedRun = {
  kind: "succeeded",
  job: "every5min",
  message: "Job EE Recent Elections completed successfully",
  scheduledTime: Date.UTC(2026, 10, 23, 2, 5),
  manual: false,
  correlationId: "123e4567-e89b-12d3-a456-426614174000",
  attempts: 1,
  statusCode: 200,
  durationMs: 132,
  error: null,
};

it("stands in columns under its heads", () => {
  const failed: LoggedRun = {
    ...run,
    kind: "failed",
    job: "partiesImport",
    statusCode: null,
    attempts: 3,
    durationMs: 94_321,
    error: "timed out after 30 s",
  };
  const text = [
    formatHeads(13, plain),
    formatRun(run, 13, plain),
    formatRun({ ...run, manual: true }, 13, plain),
    formatRun({ ...run, kind: "attempt", message: "Job EE: attempt 1 of 3 failed", error: "503" }, 13, plain),
    formatRun(failed, 13, plain),
  ].join("\n");
  expect(text).toMatchInlineSnapshot(`
    "scheduled (UTC)   job            result     status  attempts  duration  correlation
    2026-11-23 02:05  every5min      succeeded     200         1    132 ms  123e4567
    by hand           every5min      succeeded     200         1    132 ms  123e4567
                      Job EE: attempt 1 of 3 failed (503)
    2026-11-23 02:05  partiesImport  failed          -         3    94.3 s  123e4567
                      timed out after 30 s"
  `);
});

it("paints only where it is asked to", () => {
  const escape = String.fromCharCode(27);
  expect(formatRun(run, 13, plain)).not.toContain(escape);
  expect(formatRun(run, 13, pc.createColors(true))).toContain(`${escape}[32msucceeded`);
});
