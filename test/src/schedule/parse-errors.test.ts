import { describe, expect, it } from "vitest";
import { parseCron, type CronFieldName, type CronSyntaxError } from "../../../src/schedule/cron.ts";

interface ErrorCase {
  /** The span that is to be reported stands between « and ». */
  readonly given: string;
  readonly field: CronFieldName | null;
  readonly message: string;
}

const CASES: readonly ErrorCase[] = [
  // The expression as a whole
  { given: "«»", field: null, message: "the expression is empty" },
  { given: "«   »", field: null, message: "the expression is empty" },
  {
    given: "«0 0 * *»",
    field: null,
    message: "4 fields where cron has five: minute, hour, day of month, month",
  },
  { given: "«@daily»", field: null, message: "1 field where cron has five" },
  { given: "«0 0 0 * * *»", field: null, message: "no seconds and no years" },
  { given: "«0 0 * * MON, TUE»", field: null, message: "no blank may stand inside a field" },
  { given: "« »0 0 * * *", field: null, message: "a blank before the expression" },
  { given: "0 0 * * *«\t »", field: null, message: "a blank after the expression" },
  { given: "0 0 * * *«\n»", field: null, message: "only spaces and tabs" },
  { given: "0«\u00a0»0 * * *", field: null, message: "only spaces and tabs" },
  // Values
  { given: "«60» * * * *", field: "minute", message: "minute `60` is out of range: 0 to 59" },
  { given: "* «24» * * *", field: "hour", message: "hour `24` is out of range: 0 to 23" },
  { given: "* * 1-«32» * *", field: "dayOfMonth", message: "day of month `32` is out of range: 1 to 31" },
  { given: "* * * 1,«0» *", field: "month", message: "month `0` is out of range: 1 to 12 or JAN to DEC" },
  {
    given: "* * * * «0»",
    field: "dayOfWeek",
    message: "day of week `0` is out of range: SUN to SAT, or 1 (SUN)",
  },
  { given: "* * * * MON-«8»", field: "dayOfWeek", message: "day of week `8` is out of range" },
  { given: "* «99999999999999999999» * * *", field: "hour", message: "is out of range: 0 to 23" },
  { given: "* * * * «FOO»", field: "dayOfWeek", message: "`FOO` is no day of week: SUN to SAT" },
  {
    given: "* * * * MON,«MONDAY»",
    field: "dayOfWeek",
    message: "`MONDAY` is no day of week: names have three letters, `MON`",
  },
  { given: "* * * «sept» *", field: "month", message: "`sept` is no month: names have three letters, `sep`" },
  { given: "* «MON» * * *", field: "hour", message: "`MON` is no hour: 0 to 23" },
  { given: "* * * mar«\u0131» *", field: "month", message: "`\u0131` can't follow `mar`" },
  { given: "* * * * «FR\u0131»", field: "dayOfWeek", message: "`FR\u0131` is no day of week" },
  { given: "* * «?» * *", field: "dayOfMonth", message: "`?` is not part of this dialect: write `*`" },
  { given: "«+5» * * * *", field: "minute", message: "`+5` is no minute: 0 to 59" },
  { given: "1«.5» * * * *", field: "minute", message: "`.5` can't follow `1`: allowed are values, `a-b`" },
  { given: "1-2«-3» * * * *", field: "minute", message: "`-3` can't follow `1-2`" },
  // Something is missing
  { given: "1«,» * * * *", field: "minute", message: "the minute is missing: 0 to 59" },
  { given: "«,»1 * * * *", field: "minute", message: "the minute is missing" },
  { given: "1«,»,2 * * * *", field: "minute", message: "the minute is missing" },
  { given: "* 5«-» * * *", field: "hour", message: "the hour is missing" },
  { given: "*«/» * * * *", field: "minute", message: "the step is missing: 1 to 59" },
  { given: "* * * * MON«#»", field: "dayOfWeek", message: "the number after `#` is missing: 1 to 5" },
  // Stars and steps
  { given: "«*,5» * * * *", field: "minute", message: "only a step can follow `*`, not `,5`" },
  { given: "«*-5» * * * *", field: "minute", message: "only a step can follow `*`, not `-5`" },
  {
    given: "5-«*» * * * *",
    field: "minute",
    message: "a range can't end in `*`: write its last minute, 0 to 59",
  },
  { given: "*/«0» * * * *", field: "minute", message: "`0` is out of range for the step: 1 to 59" },
  { given: "*/«60» * * * *", field: "minute", message: "`60` is out of range for the step: 1 to 59" },
  { given: "* * * * MON-FRI/«7»", field: "dayOfWeek", message: "`7` is out of range for the step: 1 to 6" },
  { given: "*/«x» * * * *", field: "minute", message: "`x` stands where the step belongs: 1 to 59" },
  // L, W and #
  {
    given: "* * «L»,15 * *",
    field: "dayOfMonth",
    message: "`L` must be the whole field: it can't stand in a list",
  },
  { given: "* * 15,«L-3W» * *", field: "dayOfMonth", message: "`L-3W` must be the whole field" },
  { given: "* * 1,«15W» * *", field: "dayOfMonth", message: "`15W` must be the whole field" },
  { given: "* * * * «MON#1»,MON#3", field: "dayOfWeek", message: "`MON#1` must be the whole field" },
  {
    given: "* * L-«31» * *",
    field: "dayOfMonth",
    message: "`31` is out of range for the number after `L-`: 1 to 30",
  },
  {
    given: "* * * * 2#«6»",
    field: "dayOfWeek",
    message: "`6` is out of range for the number after `#`: 1 to 5",
  },
  { given: "* * * * MON-FRI«#2»", field: "dayOfWeek", message: "`#2` can't follow `MON-FRI`" },
  { given: "* * * * MON-FRI«L»", field: "dayOfWeek", message: "`FRIL` or `MON#2` as the whole field" },
  { given: "* * 1-15«W» * *", field: "dayOfMonth", message: "`L-3W` or `15W` as the whole field" },
  { given: "* * 15«w» * *", field: "dayOfMonth", message: "`w` after `15` must be in upper case" },
  { given: "* * * * «fril»", field: "dayOfWeek", message: "`l` after `fri` must be in upper case" },
  { given: "* * «lw» * *", field: "dayOfMonth", message: "`L`, `L-3`, `LW`, `L-3W` or `15W`, in upper case" },
  { given: "* * 5,*«W» * *", field: "dayOfMonth", message: "`W` can't follow `*`" },
  { given: "* * * * 5«W»", field: "dayOfWeek", message: "`W` can't follow `5`" },
  // Text that would disturb a terminal or fill it
  { given: "1«\u001b[2J» * * * *", field: "minute", message: "`\\u{1b}[2J` can't follow `1`" },
  { given: "1«\u200b» * * * *", field: "minute", message: "`\\u{200b}` can't follow `1`" },
  { given: `* * * * «${"A".repeat(1000)}»`, field: "dayOfWeek", message: `\`${"A".repeat(40)}…\` is no day` },
];

function errorsOf(text: string): readonly CronSyntaxError[] {
  const result = parseCron(text);
  return result.ok ? [] : result.errors;
}

describe("syntax errors", () => {
  it.each(CASES)("$given", ({ given, field, message }) => {
    const text = given.replaceAll(/[«»]/g, "");
    const start = given.indexOf("«");
    const want = { field, start, end: given.indexOf("»") - 1, message: expect.stringContaining(message) };
    expect(errorsOf(text)).toEqual([want]);
  });

  it("are told for all bad fields at once, in their order", () => {
    const errors = errorsOf("60 5 0 FOO MON#9");
    expect(errors.map(({ field, start, end }) => ({ field, start, end }))).toEqual([
      { field: "minute", start: 0, end: 2 },
      { field: "dayOfMonth", start: 5, end: 6 },
      { field: "month", start: 7, end: 10 },
      { field: "dayOfWeek", start: 15, end: 16 },
    ]);
  });

  it("hold their ground against a text of a megabyte", () => {
    const [error] = errorsOf(`0 0 * * ${"1,".repeat(500_000)}`);
    expect(error).toMatchObject({ field: "dayOfWeek", start: 1_000_007, end: 1_000_008 });
    expect(error?.message.length).toBeLessThan(200);
  });
});
