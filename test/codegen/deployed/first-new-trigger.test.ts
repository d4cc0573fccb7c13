import { describe, expect, it } from "vitest";
import { firstNewTrigger } from "../../../codegen/deployed/first-new-trigger.ts";

const at = (iso: string) => Date.parse(iso) / 60_000;
const triggers = ["*/5 * * * *", "6 2 * * *", "0 0 1 1 *"].map((cron) => ({ cron, jobs: [cron] }));

describe("the first new trigger", () => {
  it.each([
    // Half an hour after 12:02 the next fifth minute is 12:35.
    [[], "2026-11-25T12:02Z", "*/5 * * * *", "2026-11-25T12:35Z"],
    [[], "2026-11-25T12:00Z", "*/5 * * * *", "2026-11-25T12:30Z"],
    [["*/5 * * * *"], "2026-11-25T12:02Z", "6 2 * * *", "2026-11-26T02:06Z"],
    // At 01:37 the trigger of 02:06 may still be on its way: that of the day after may not.
    [["*/5 * * * *"], "2026-11-25T01:37Z", "6 2 * * *", "2026-11-26T02:06Z"],
    [["*/5 * * * *", "6 2 * * *"], "2026-11-25T12:02Z", "0 0 1 1 *", "2027-01-01T00:00Z"],
  ])("beside %j at %s is %s at %s", (live, now, cron, minute) => {
    expect(firstNewTrigger(triggers, live, at(now))).toEqual({
      trigger: { cron, jobs: [cron] },
      minute: at(minute),
    });
  });

  it("is none where all are live", () => {
    expect(
      firstNewTrigger(
        triggers,
        triggers.map(({ cron }) => cron),
        at("2026-11-25T12:00Z"),
      ),
    ).toBeNull();
  });
});
