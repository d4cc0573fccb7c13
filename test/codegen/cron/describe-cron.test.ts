import { describe, expect, it } from "vitest";
import type { ScheduleRule } from "../../../src/job-map.ts";
import { describeCron, describeRule } from "../../../codegen/cron/describe-rule.ts";

const rows: [given: string, want: string][] = [
  ["23 23 * * *", "at 23:23 every day"],
  ["6 2,14 * * *", "at 02:06 and 14:06 every day"],
  ["23,33 23 * * *", "at 23:23 and 23:33 every day"],
  ["* * * * *", "every minute"],
  ["*/5 * * * *", "every 5 minutes"],
  ["2/5 * * * *", "every 5 minutes, from :02"],
  ["0 * * * *", "every hour at :00"],
  ["7,20 * * * *", "every hour at :07 and :20"],
  ["0 */6 * * *", "at 00:00, 06:00, 12:00 and 18:00 every day"],
  ["30 1/3 * * *", "every 3 hours from 01:30"],
  ["0 9-17 * * MON-FRI", "every hour from 09:00 to 17:00 on Monday to Friday"],
  ["*/10 7-19 * * *", "every 10 minutes from 07:00 to 19:50"],
  ["* 8-9 * * *", "every minute from 08:00 to 09:59"],
  ["*/30 1,5,9 * * *", "every 30 minutes of the hours 01, 05 and 09"],
  ["0 9 * * MON", "at 09:00 on Monday"],
  ["0 9 * * SAT,SUN", "at 09:00 on Sunday and Saturday"],
  ["0 9 * * FRI-MON", "at 09:00 on Sunday and Monday and Friday and Saturday"],
  ["0 9 * * MON#1", "at 09:00 on the first Monday of the month"],
  ["0 9 * * FRIL", "at 09:00 on the last Friday of the month"],
  ["0 9 1 * *", "at 09:00 on the 1st"],
  ["0 9 1,2,3,11,22,23 * *", "at 09:00 on the 1st to 3rd, 11th and 22nd and 23rd"],
  ["0 9 L * *", "at 09:00 on the last day of the month"],
  ["0 9 L-3 * *", "at 09:00 3 days before the last day of the month"],
  ["0 9 LW * *", "at 09:00 on the last Monday to Friday day of the month"],
  ["0 9 15W * *", "at 09:00 on the Monday to Friday day nearest to the 15th"],
  ["0 0 1 1 *", "at 00:00 on the 1st of January"],
  ["0 9 * JUN-AUG *", "at 09:00 every day in June to August"],
  ["0 9 * 12 SUN", "at 09:00 on Sunday in December"],
];

describe("describeCron", () => {
  it.each(rows)("%s", (given, want) => {
    expect(describeCron(given)).toBe(want);
  });
});

function day(date: string): number {
  return Date.parse(`${date}T00:00Z`) / 86_400_000;
}

describe("describeRule", () => {
  const rules: [given: ScheduleRule, want: string][] = [
    [{ cron: "0 9 * * *", zone: "Europe/London" }, "at 09:00 every day, in Europe/London"],
    [
      { cron: "0 9 * * *", everyDays: { days: 14, fromDay: day("2026-11-24") }, fromDay: day("2026-11-24") },
      "at 09:00 every 14 days, from 2026-11-24",
    ],
    [
      { cron: "0 9 * * *", everyDays: { days: 1, fromDay: day("2026-11-24") }, fromDay: day("2026-11-24") },
      "at 09:00 every day, from 2026-11-24",
    ],
    [{ cron: "0 22 * * *", only: ["2027-05-06"] }, "at 22:00, only on 2027-05-06"],
    [{ cron: "*/5 * * * *", only: ["quarterEnds"] }, "every 5 minutes, only on quarterEnds"],
    [
      {
        cron: "0 9 * * MON-FRI",
        except: ["holidays", "2027-05-03"],
        untilMinute: Date.parse("2027-06-30T12:00Z") / 60_000,
      },
      "at 09:00 on Monday to Friday, until 2027-06-30 12:00, not on holidays, 2027-05-03",
    ],
  ];
  it.each(rules)("%j", (given, want) => {
    expect(describeRule(given)).toBe(want);
  });

  it("says of the part after midnight that it is on the next date", () => {
    expect(describeRule({ cron: "0 2 * * FRI", carryDays: 1 })).toBe(
      "at 02:00 on Friday, then on the next day's date",
    );
  });
});
