import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cron, parseCron } from "../../src/schedule/cron.ts";
import { scheduledMinute } from "../../src/scheduled-minute.ts";

function cron(text: string): Cron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`not a cron expression: ${text}`);
  return parsed.cron;
}

/** Minutes after midnight as a time of day. */
function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

describe("scheduledMinute", () => {
  it.each([
    { given: "6 2 * * *", at: "02:06:00.000", want: "02:06" },
    { given: "6 2 * * *", at: "02:06:59.999", want: "02:06" },
    { given: "6 2 * * *", at: "02:07:00.000", want: "02:06" },
    { given: "6 2 * * *", at: "02:07:00.001", want: null },
    { given: "6 2 * * *", at: "02:05:00.000", want: "02:06" },
    { given: "6 2 * * *", at: "02:04:59.999", want: null },
    // The nearest, where several are near enough.
    { given: "* * * * *", at: "02:06:29.999", want: "02:06" },
    { given: "* * * * *", at: "02:06:30.001", want: "02:07" },
    { given: "*/2 * * * *", at: "02:06:59.000", want: "02:06" },
    // Equally near: the earlier, as late is likelier than early.
    { given: "* * * * *", at: "02:06:30.000", want: "02:06" },
    { given: "*/2 * * * *", at: "02:07:00.000", want: "02:06" },
    // Over midnight.
    { given: "0 0 * * *", at: "23:59:10.000", want: "24:00" },
  ])("$given at $at: $want", ({ given, at, want }) => {
    const midnight = Date.parse("2026-11-23T00:00:00.000Z");
    const minute = scheduledMinute(cron(given), Date.parse(`2026-11-23T${at}Z`));
    expect(minute === null ? null : clock(minute - midnight / 60_000)).toBe(want);
  });

  it("brings back any minute that was delivered up to 60 s off, when no other minute as near matches", () => {
    const every5 = cron("*/5 * * * *");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: -60_000, max: 60_000 }),
        (fives, offsetMs) => {
          const minute = fives * 5;
          expect(scheduledMinute(every5, minute * 60_000 + offsetMs)).toBe(minute);
        },
      ),
    );
  });
});
