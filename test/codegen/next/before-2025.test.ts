import { expect, it } from "vitest";
import { answerLine } from "../../../codegen/next/answer-line.ts";

/** What tzdb says of these days: London's summer time of 2020, and Samoa, which had no 30 December 2011. */
it.each([
  {
    schedule: { at: "01:30", timeZone: "Europe/London" },
    after: "2020-07-01T00:00Z",
    next: ["2020-07-01T00:30:00Z", "2020-07-02T00:30:00Z"],
  },
  {
    // 30 December is skipped as a whole: its 09:00 is shifted by a day, to the instant of the 31st's own.
    schedule: { at: "09:00", timeZone: "Pacific/Apia" },
    after: "2011-12-29T00:00Z",
    next: ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"],
  },
])("$schedule.timeZone after $after", ({ schedule, after, next }) => {
  expect(answerLine(JSON.stringify({ schedule, after, count: next.length }), 0)).toEqual({ ok: true, next });
});

it("after 2040 nothing is known of a zone, and that is said", () => {
  const line = JSON.stringify({
    schedule: { at: "01:30", timeZone: "Europe/London" },
    after: "2041-01-01",
    count: 1,
  });
  expect(answerLine(line, 0)).toEqual({
    ok: false,
    error: "in a zone the clocks are known to the end of 2040",
  });
});
