import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scheduleKeys } from "../../../codegen/schema/schedule.ts";
import { answerLine, maxCount } from "../../../codegen/next/answer-line.ts";

const now = Date.UTC(2026, 10, 23, 16, 30, 45);

const answered: { given: object; want: string[] }[] = [
  {
    given: { schedule: "0 9 * * *", after: "2026-01-01T00:00:00Z", count: 2 },
    want: ["2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z"],
  },
  // `after` is exclusive, to the minute.
  {
    given: { schedule: "0 9 * * *", after: "2026-01-01T09:00:00Z", count: 1 },
    want: ["2026-01-02T09:00:00Z"],
  },
  {
    given: { schedule: "0 9 * * *", after: "2026-01-01T09:00:59.999Z", count: 1 },
    want: ["2026-01-02T09:00:00Z"],
  },
  {
    given: { schedule: "0 9 * * *", after: "2026-01-01T08:59:59.999Z", count: 1 },
    want: ["2026-01-01T09:00:00Z"],
  },
  {
    given: { schedule: "0 9 * * *", after: "2026-01-01T10:00:00+02:00", count: 1 },
    want: ["2026-01-01T09:00:00Z"],
  },
  { given: { schedule: "0 9 * * *", after: "2026-01-01", count: 1 }, want: ["2026-01-01T09:00:00Z"] },
  { given: { schedule: "0 9 * * *", count: 0 }, want: [] },
  // Left out, `after` is now.
  { given: { schedule: "30,31 16 * * *", count: 1 }, want: ["2026-11-23T16:31:00Z"] },
  {
    given: { schedule: { every: "6h", offset: "1h" }, after: "2026-01-01T00:00Z", count: 2 },
    want: ["2026-01-01T01:00:00Z", "2026-01-01T07:00:00Z"],
  },
  {
    given: {
      schedule: { every: "2h", between: "22:00-02:00", days: ["fri"] },
      after: "2026-01-01",
      count: 4,
    },
    want: ["2026-01-02T22:00:00Z", "2026-01-03T00:00:00Z", "2026-01-03T02:00:00Z", "2026-01-09T22:00:00Z"],
  },
  {
    given: { schedule: ["0 9 * * *", { at: ["09:00", "10:00"] }], after: "2026-01-01", count: 3 },
    want: ["2026-01-01T09:00:00Z", "2026-01-01T10:00:00Z", "2026-01-02T09:00:00Z"],
  },
  { given: { schedule: "@monthly", after: "2026-01-01", count: 1 }, want: ["2026-02-01T00:00:00Z"] },
  { given: { schedule: "manual", after: "2026-01-01" }, want: [] },
  { given: { schedule: "0 0 29 2 *", after: "2096-02-29", count: 1 }, want: ["2104-02-29T00:00:00Z"] },
  { given: { schedule: "*/5 * * * *", after: "9999-12-31T23:59:00Z" }, want: [] },
  // Local times. London's clocks go forward on 28 March 2027 at 01:00 UTC, and back on 31 October.
  {
    given: { schedule: { at: "01:30", timeZone: "Europe/London" }, after: "2027-03-27T00:00Z", count: 3 },
    want: ["2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"],
  },
  {
    given: {
      schedule: { at: "01:30", timeZone: "Europe/London", dst: { gap: "skip", repeat: "both" } },
      after: "2027-10-30T12:00Z",
      count: 3,
    },
    want: ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z", "2027-11-01T01:30:00Z"],
  },
  {
    given: { schedule: { once: "2027-05-06T22:00", timeZone: "Europe/London" }, after: "2027-01-01" },
    want: ["2027-05-06T21:00:00Z"],
  },
  // What is over is no error.
  { given: { schedule: { once: "2025-05-06T22:00" }, after: "2026-01-01" }, want: [] },
  {
    given: { schedule: { every: "2w", from: "2026-11-24", at: "09:00" }, after: "2026-01-01", count: 2 },
    want: ["2026-11-24T09:00:00Z", "2026-12-08T09:00:00Z"],
  },
  {
    given: {
      schedule: { at: "09:00", from: "2026-12-24", until: "2026-12-27", except: ["2026-12-25"] },
      after: "2026-01-01",
    },
    want: ["2026-12-24T09:00:00Z", "2026-12-26T09:00:00Z", "2026-12-27T09:00:00Z"],
  },
  {
    given: { schedule: { cron: "0 9 * * *", only: ["2026-12-25"] }, after: "2026-01-01" },
    want: ["2026-12-25T09:00:00Z"],
  },
  // Cloudflare's own reading: numbers are weekdays, 1 is Sunday, and what never fires is no error.
  {
    given: { schedule: "0 9 * * 1", dialect: "cloudflare", after: "2026-01-01", count: 1 },
    want: ["2026-01-04T09:00:00Z"],
  },
  {
    given: { schedule: { cron: "0 9 * * 1" }, dialect: "cloudflare", after: "2026-01-01", count: 1 },
    want: ["2026-01-04T09:00:00Z"],
  },
  { given: { schedule: "0 0 31 11 *", dialect: "cloudflare", after: "2026-01-01" }, want: [] },
];

const refused: { line: string; says: string }[] = [
  { line: "", says: "no JSON" },
  { line: "hello", says: "no JSON" },
  { line: "null", says: "no JSON object" },
  { line: "[]", says: "no JSON object" },
  { line: '"0 9 * * *"', says: "no JSON object" },
  { line: "{}", says: "`schedule` is missing" },
  { line: '{"schedule":null}', says: "SCH103" },
  { line: '{"schedule":5}', says: "SCH103" },
  { line: '{"schedule":""}', says: "SCH104" },
  { line: '{"schedule":[]}', says: "SCH301" },
  { line: '{"schedule":"\\u0000"}', says: "SCH201" },
  { line: '{"schedule":"🎉"}', says: "SCH201" },
  { line: '{"schedule":"constructor"}', says: "SCH201" },
  { line: '{"schedule":"0 9 * * 1"}', says: "SCH204" },
  { line: '{"schedule":"0 0 31 11 *"}', says: "SCH203" },
  { line: '{"schedule":{"at":"25:00"}}', says: "SCH110" },
  { line: '{"schedule":{"every":"7m"}}', says: "SCH211" },
  { line: '{"schedule":{"at":"09:00","timezone":"UTC"}}', says: "SCH101" },
  { line: '{"schedule":{"at":"09:00","timeZone":"BST"}}', says: "SCH215" },
  { line: '{"schedule":{"once":"2027-02-30T09:00"}}', says: "SCH216" },
  { line: '{"schedule":{"every":"2w","at":"09:00"}}', says: "SCH218" },
  { line: '{"schedule":{"at":"09:00","except":["bankHolidays"]}}', says: "SCH219" },
  { line: '{"schedule":{"at":"09:00","from":"2027-02-01","until":"2027-01-01"}}', says: "SCH221" },
  { line: '{"schedule":"0 9 * * *","dialect":"quartz"}', says: "`dialect`" },
  { line: '{"schedule":"0 9 * * 0","dialect":"cloudflare"}', says: "SCH201" },
  { line: '{"schedule":{"every":"5m"},"dialect":"cloudflare"}', says: "cron expression" },
  { line: '{"schedule":"0 9 * * *","count":-1}', says: "`count`" },
  { line: '{"schedule":"0 9 * * *","count":1.5}', says: "`count`" },
  { line: '{"schedule":"0 9 * * *","count":"3"}', says: "`count`" },
  { line: '{"schedule":"0 9 * * *","count":null}', says: "`count`" },
  { line: '{"schedule":"0 9 * * *","count":NaN}', says: "no JSON" },
  { line: '{"schedule":"0 9 * * *","count":1e400}', says: "`count`" },
  { line: `{"schedule":"0 9 * * *","count":${maxCount + 1}}`, says: "`count`" },
  { line: '{"schedule":"0 9 * * *","after":5}', says: "`after`" },
  { line: '{"schedule":"0 9 * * *","after":"tomorrow"}', says: "`after`" },
  { line: '{"schedule":"0 9 * * *","after":"2026-02-30T00:00:00Z"}', says: "`after`" },
  { line: '{"schedule":"0 9 * * *","after":"1969-12-31T23:59:00Z"}', says: "`after`" },
  { line: '{"schedule":"0 9 * * *","later":1}', says: "`later`" },
  { line: `{"schedule":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, says: "deep" },
  { line: `{"schedule":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`, says: "deep" },
];

describe("answerLine", () => {
  it.each(answered)("$given", ({ given, want }) => {
    expect(answerLine(JSON.stringify(given), now)).toEqual({ ok: true, next: want });
  });

  it.each(refused.map(({ line, says }) => ({ line, says, name: line.slice(0, 70) })))(
    "refuses $name",
    ({ line, says }) => {
      const answer = answerLine(line, now);
      expect(answer.ok ? answer.next : answer.error).toContain(says);
      expect(answer.ok).toBe(false);
    },
  );

  it("takes a text of a megabyte, and the most runs that it gives", () => {
    expect(answerLine(JSON.stringify({ schedule: "x".repeat(1_000_000) }), now).ok).toBe(false);
    const answer = answerLine(JSON.stringify({ schedule: "0 0 29 2 *", count: maxCount }), now);
    // From 2028 to 9996 every fourth year, less 2100, 2200, 2300, 2500, … 9900.
    expect(answer.ok && [answer.next.length, answer.next.at(-1)]).toEqual([1933, "9996-02-29T00:00:00Z"]);
  });

  it("answers any JSON, and never with a bug of ours", () => {
    const any = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { schedule: fc.jsonValue(), after: fc.jsonValue(), count: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc.record({
        schedule: fc.dictionary(fc.constantFrom(...scheduleKeys, "timeZone"), fc.jsonValue()),
      }),
    );
    fc.assert(
      fc.property(any, (value) => {
        const answer = answerLine(JSON.stringify(value), now);
        expect(answer.ok ? "" : answer.error).not.toContain("bug of ours");
      }),
      { numRuns: 300 },
    );
  });
});
