import { describe, expect, it } from "vitest";
import type { ScheduleRule } from "../../../src/job-map.ts";
import { buildAlmanac } from "../../../codegen/passes/build-almanac.ts";
import { countRuns } from "../../../codegen/passes/count-runs.ts";
import { lowerSchedule } from "../../../codegen/passes/lower-schedule.ts";
import { builtIn } from "../../../codegen/schema/built-in.ts";
import type { RawSchedule } from "../../../codegen/schema/raw.ts";

const calendars = { holidays: ["2027-01-01", "2027-12-31", "2028-01-01"] };

/** Runs and due minutes of the whole of 2027; each job is one schedule, or a list of them. */
function countYear(...jobs: (RawSchedule | RawSchedule[])[]): [runs: number, dueMinutes: number] {
  const lists = jobs.map((job) => [job].flat());
  const named = Object.fromEntries(
    lists.map((schedule, index) => [`job${index}`, { endpoint: "/a", schedule }]),
  );
  const almanac = buildAlmanac({
    version: 1,
    worker: "w",
    account: { plan: "paid" },
    environments: {},
    calendars,
    jobs: named,
  });
  const rules = lists.map((list): ScheduleRule[] => list.flatMap((each) => lowerSchedule(each, builtIn)));
  const { runs, dueMinutes } = countRuns(rules, almanac);
  return [sum(runs), sum(dueMinutes)];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

describe("countRuns", () => {
  // 2027 begins on a Friday: it has 53 Fridays and 52 of each other day, so 261 working days.
  it.each<[string, (RawSchedule | RawSchedule[])[], [number, number]]>([
    ["nothing", [], [0, 0]],
    ["a job that only runs by hand", ["manual"], [0, 0]],
    ["once a day", [{ at: "02:06" }], [365, 365]],
    ["every 5 minutes", ["*/5 * * * *"], [105_120, 105_120]],
    ["working days", [{ at: "09:00", days: "weekdays" }], [261, 261]],
    ["Fridays", ["0 9 * * FRI"], [53, 53]],
    ["two jobs of one minute", [{ at: "02:06" }, "6 2 * * *"], [730, 365]],
    ["two jobs that meet at times", [{ every: "6h" }, { every: "4h" }], [3_650, 2_920]],
    ["two rules of one job with a minute in common", [[{ at: "09:00" }, "0 9 * * MON"]], [365, 365]],
    ["a night that passes midnight", [{ every: "2h", between: "22:00-02:00" }], [1_095, 1_095]],
    // 53 Fridays at 22:00, and the Saturdays after 52 of them at 00:00, where the second job is, and at 02:00.
    [
      "Friday's night, and Saturday's midnight",
      [
        { every: "2h", between: "22:00-02:00", days: ["fri"] },
        { at: "00:00", days: ["sat"] },
      ],
      [209, 157],
    ],
    ["all but the holidays", [{ at: "09:00", except: ["holidays"] }], [363, 363]],
    [
      "a window by the minute",
      [{ every: "1h", from: "2027-05-06T22:30", until: "2027-05-07T06:00" }],
      [8, 8],
    ],
    [
      "one run, in the year and after it",
      [{ once: "2027-05-06T22:00" }, { once: "2028-05-06T22:00" }],
      [1, 1],
    ],
    ["every third day, 1 January the first", [{ every: "3d", from: "2027-01-01" }], [122, 122]],
    ["a time of a zone", [{ at: "09:00", timeZone: "Europe/London" }], [365, 365]],
    // London's clocks are those of UTC but from 28 March to 30 October, 217 days.
    [
      "two zones that agree in winter",
      [{ at: "09:00" }, { at: "09:00", timeZone: "Europe/London" }],
      [730, 582],
    ],
    // Of Kiribati's 1 January 2027 it is the 31 December before in UTC, and of its last evening still the year.
    ["far in the east", [{ at: "09:00", timeZone: "Pacific/Kiritimati" }], [365, 365]],
    ["far in the west", [{ at: "20:00", timeZone: "Pacific/Honolulu" }], [365, 365]],
  ])("%s", (_name, jobs, want) => {
    expect(countYear(...jobs)).toEqual(want);
  });
});
