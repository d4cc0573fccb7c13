import { describe, expect, it } from "vitest";
import { lintCron } from "../../../codegen/cron/lint-cron.ts";

/** What is said of a text: code, the stretch it stands under, and a part of the message or of the hint. */
type Row = readonly [text: string, ...problems: (readonly [code: string, under: string, says: string])[]];

const allOfIt: Row[] = [
  ["23 23 * * *"],
  ["0 9 * * mon-Fri"],
  ["0 9 * * SUN"],
  ["0 9 * * MON#1"],
  ["0 9 * * FRIL"],
  ["0 9 L * *"],
  ["0 9 LW * *"],
  ["0 9 L-3 * *"],
  ["0 9 28W * *"],
  ["0 9 * JAN-MAR MON"],
  ["0  9\t* * MON"],
  ["* * * * *"],
  ["* 8-9 * * *"],
  ["0 9-17 * * *"],
  ["0 0 29 2 *"],
  // Every day in a day field is `*` where the other day field is `*`.
  ["0 0 */1 * *"],
  ["0 0 1-31 * *"],
  // A range that wraps holds both ends and what lies between.
  ["0 22-2 * * *"],
  ["0 9 * * FRI-MON"],
  ["@hourly"],
  ["@daily"],
  ["@weekly"],
  ["@monthly"],
  ["@yearly"],
  ["@Daily"],
];

const syntax: Row[] = [
  ["0 9 * *", ["SCH201", "0 9 * *", "4 fields where cron has five"]],
  ["sometimes", ["SCH201", "sometimes", 'for example "0 9 * * MON-FRI"']],
  ["constructor", ["SCH201", "constructor", "1 field where cron has five"]],
  ["0 9 * * MON FRI", ["SCH201", "0 9 * * MON FRI", "6 fields where cron has five"]],
  ["60 9 * * *", ["SCH201", "60", "out of range: 0 to 59"]],
  ["0 24 * * *", ["SCH201", "24", "out of range: 0 to 23"]],
  ["0 9 32 * *", ["SCH201", "32", "out of range: 1 to 31"]],
  ["0 9 * 13 *", ["SCH201", "13", "JAN to DEC"]],
  ["0 9 * * 8", ["SCH201", "8", "SUN to SAT"]],
  ["60 24 * * *", ["SCH201", "60", "minute"], ["SCH201", "24", "hour"]],
  ["🎉 9 * * *", ["SCH201", "🎉", "is no minute"]],
  ["0 9 * * MÖN", ["SCH201", "MÖN", "is no day of week"]],
  [" 0 9 * * *", ["SCH201", " ", "a blank before"]],
  ["0 9 * * * ", ["SCH201", " ", "a blank after"]],
  ["*/0 * * * *", ["SCH201", "0", "step"]],
  ["*/60 * * * *", ["SCH201", "60", "step"]],
];

const foreign: Row[] = [
  ["cron(0 9 ? * MON-FRI *)", ["SCH202", "cron(0 9 ? * MON-FRI *)", 'write "0 9 * * MON-FRI"']],
  // AWS counts as Cloudflare does: 1 is Sunday.
  ["cron(0 9 ? * 2-6 *)", ["SCH202", "cron(0 9 ? * 2-6 *)", 'write "0 9 * * MON-FRI"']],
  ["cron(0/15 * * * ? *)", ["SCH202", "cron(0/15 * * * ? *)", 'write "0/15 * * * *"']],
  ["cron(0 9 ? * MON 2027)", ["SCH202", "cron(0 9 ? * MON 2027)", "no years"]],
  ["rate(5 minutes)", ["SCH202", "rate(5 minutes)", "write { every: 5m }"]],
  ["rate(1 hour)", ["SCH202", "rate(1 hour)", "write { every: 1h }"]],
  ["rate(1 day)", ["SCH202", "rate(1 day)", '{ at: "00:00" }']],
  ["rate(7 minutes)", ["SCH202", "rate(7 minutes)", "no such schedule"]],
  ["at(2027-01-01T00:00:00)", ["SCH202", "at(2027-01-01T00:00:00)", "one run"]],
  ["CRON_TZ=Europe/Berlin 0 9 * * *", ["SCH202", "CRON_TZ=Europe/Berlin 0 9 * * *", "with the hour in UTC"]],
  ["TZ=UTC 0 9 * * *", ["SCH202", "TZ=UTC 0 9 * * *", 'write "0 9 * * *"']],
  ["0 9 * * ?", ["SCH202", "0 9 * * ?", 'write "0 9 * * *"']],
  ["0 0 9 ? * MON-FRI", ["SCH202", "0 0 9 ? * MON-FRI", 'write "0 9 * * MON-FRI"']],
  ["0 0 9 * * MON", ["SCH202", "0 0 9 * * MON", 'write "0 9 * * MON"']],
  ["30 0 9 * * *", ["SCH202", "30 0 9 * * *", "no seconds"]],
  ["0 0 9 ? * 2 2027", ["SCH202", "0 0 9 ? * 2 2027", '"0 9 * * MON" (this language has no years)']],
  ["H H(0-7) * * *", ["SCH202", "H H(0-7) * * *", "Jenkins"]],
  ["H/15 * * * *", ["SCH202", "H/15 * * * *", "Jenkins"]],
  ["0~30 * * * *", ["SCH202", "0~30 * * * *", "cronie"]],
  ["@every 5m", ["SCH202", "@every 5m", "write { every: 5m }"]],
  ["@every 1h30m", ["SCH202", "@every 1h30m", "write { every: 90m }"]],
  ["@midnight", ["SCH202", "@midnight", '"@daily"']],
  ["@annually", ["SCH202", "@annually", '"@yearly"']],
  ["@reboot", ["SCH202", "@reboot", "no meaning for a Worker"]],
  ["@fortnightly", ["SCH202", "@fortnightly", "@hourly, @daily"]],
  ["every 5 minutes", ["SCH202", "every 5 minutes", "write { every: 5m }"]],
  ["15m", ["SCH202", "15m", "write { every: 15m }"]],
  ["9:05", ["SCH202", "9:05", 'write { at: "09:05" }']],
  ["daily", ["SCH202", "daily", 'write "@daily"']],
  ["none", ["SCH202", "none", "write manual"]],
];

const days: Row[] = [
  ["0 0 31 11 *", ["SCH203", "31 11", "schedule: manual"]],
  ["0 0 30 2 *", ["SCH203", "30 2", "no 30th of February"]],
  ["0 0 31 4,6,9,11 *", ["SCH203", "31 4,6,9,11", "never fires"]],
  ["0 9 * * 1-5", ["SCH204", "1-5", "Cloudflare reads SUN-THU, crontab MON-FRI"]],
  ["0 9 * * 1-5", ["SCH204", "1-5", "write MON-FRI or SUN-THU"]],
  ["0 22 * * 0", ["SCH204", "0", "Cloudflare refuses it, crontab reads SUN"]],
  ["0 22 * * 7", ["SCH204", "7", "write SUN or SAT"]],
  ["0 9 * * 2#1", ["SCH204", "2#1", "write TUE#1 or MON#1"]],
  ["0 9 * * 6L", ["SCH204", "6L", "write SATL or FRIL"]],
  ["0 9 * * MON,3", ["SCH204", "MON,3", "write MON,WED or MON,TUE"]],
  ["60 9 * * 1-5", ["SCH201", "60", "0 to 59"], ["SCH204", "1-5", "MON-FRI"]],
  ["0 9 1-7 * MON", ["SCH205", "1-7 * MON", "for both, MON#1"]],
  ["0 9 1-7 * MON", ["SCH205", "1-7 * MON", "days: { first: mon }"]],
  ["0 9 1-7 * MON", ["SCH205", "1-7 * MON", "on the 1st to 7th, and also on Monday"]],
  ["0 9 13 * FRI", ["SCH205", "13 * FRI", '["0 9 13 * *", "0 9 * * FRI"]']],
  ["0 0 */1 * MON", ["SCH205", "*/1 * MON", "write * in place of */1"]],
  ["0 0 1-31 * MON", ["SCH205", "1-31 * MON", "write * in place of 1-31"]],
  ["5,* * * * *", ["SCH206", "5,*", "write * for all, or 5,0"]],
  ["0 9 * * L", ["SCH206", "L", "write SAT, or FRIL"]],
  ["0 9 29W * *", ["SCH206", "29W", "wrong days"]],
  ["0 9 30W * *", ["SCH206", "30W", "wrong days"]],
  ["0 9 31W * *", ["SCH206", "31W", "write LW"]],
  ["0 9 L-3W * *", ["SCH206", "L-3W", "wrong days"]],
];

const seldomMeant: Row[] = [
  ["* 8 * * *", ["SCH208", "*", "60 runs, 08:00 to 08:59"]],
  ["* 8,10 * * *", ["SCH208", "*", "60 runs in each of 2 hours"]],
  ["*/45 * * * *", ["SCH209", "*/45", "at :00 and :45"]],
  ["*/45 * * * *", ["SCH209", "*/45", "{ every: 45m }"]],
  ["*/7 * * * *", ["SCH209", "*/7", "does not divide the hour"]],
  ["0 */5 * * *", ["SCH209", "*/5", "00:00, 05:00, 10:00, 15:00 and 20:00"]],
  ["0 9 */2 * *", ["SCH209", "*/2", "1, 3, 5, … and 31"]],
  ["0 9 * */5 *", ["SCH209", "*/5", "in months 1, 6 and 11"]],
  // Weekdays by name: numbers are what nobody agrees on.
  ["0 9 * * */2", ["SCH209", "*/2", "on SUN, TUE, THU and SAT"]],
  ["*/10 7-19 * * *", ["SCH210", "7-19", "the last run of `*/10 7-19 * * *` is 19:50"]],
  ["*/15 9-17 * * MON-FRI", ["SCH210", "9-17", '{ every: 15m, between: "09:00-17:00" }']],
];

const groups: Record<string, Row[]> = {
  "in order": allOfIt,
  syntax,
  foreign,
  days,
  "seldom meant": seldomMeant,
};

describe.each(Object.entries(groups))("a cron text: %s", (_group, rows) => {
  it.each(rows.map(([text, ...want]) => ({ text, want })))("$text", ({ text, want }) => {
    const problems = lintCron(text);
    expect(problems.map(({ code, start, end }) => [code, text.slice(start, end)])).toEqual(
      want.map(([code, under]) => [code, under]),
    );
    for (const [index, [, , says]] of want.entries()) {
      const { message, hint } = problems[index] ?? {};
      expect(`${message} → ${hint}`).toContain(says);
    }
  });
});

describe("a repeated field", () => {
  it("is underlined where it is wrong, not where its text first stands", () => {
    expect(lintCron("5 5 5 5 5").map(({ start, end }) => [start, end])).toEqual([[8, 9]]);
    expect(lintCron("24 24 * * *").map(({ start, end }) => [start, end])).toEqual([[3, 5]]);
  });
});
