import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../codegen/plan/compare-runs.ts";
import { zoneOf } from "../proof/support/context.ts";
import { day, inUtc, minutes, stretch, utc } from "./support/runs.ts";

const rows = [
  {
    name: "a run falls away",
    before: minutes("1 02:00", "2 02:00"),
    after: minutes("1 02:00"),
    want: { lost: 1, gained: 0, moved: 0, shift: null },
  },
  {
    name: "a run comes",
    before: minutes("1 02:00"),
    after: minutes("1 02:00", "1 03:00"),
    want: { lost: 0, gained: 1, moved: 0, shift: null },
  },
  {
    name: "a run moves within its date",
    before: minutes("1 02:06", "2 02:06"),
    after: minutes("1 03:06", "2 03:06"),
    want: { lost: 0, gained: 0, moved: 2, shift: { least: 60, most: 60 } },
  },
  {
    name: "a run moves on its date rather than to a nearer time of another date",
    before: minutes("1 23:30", "2 23:30"),
    after: minutes("1 00:30", "2 00:30"),
    want: { lost: 0, gained: 0, moved: 2, shift: { least: -23 * 60, most: -23 * 60 } },
  },
  {
    name: "a run of another date is another run",
    before: minutes("1 09:00", "8 09:00"),
    after: minutes("2 09:00", "9 09:00"),
    want: { lost: 2, gained: 2, moved: 0, shift: null },
  },
  {
    name: "of equally many runs of a date each moves to the one in its place",
    before: minutes("1 06:00", "1 12:00", "1 18:00"),
    after: minutes("1 06:00", "1 13:00", "1 17:00"),
    want: { lost: 0, gained: 0, moved: 2, shift: { least: -60, most: 60 } },
  },
  {
    name: "where a date has fewer runs than before, nobody knows which is which",
    before: minutes("1 06:00", "1 12:00", "1 18:00"),
    after: minutes("1 12:07"),
    want: { lost: 3, gained: 1, moved: 0, shift: null },
  },
  {
    name: "where a date has more runs than before, too",
    before: minutes("1 06:00", "1 12:07"),
    after: minutes("1 06:00", "1 12:00", "1 18:00"),
    want: { lost: 1, gained: 2, moved: 0, shift: null },
  },
  {
    name: "four runs of a date move",
    before: minutes("1 00:00", "1 06:00", "1 12:00", "1 18:00"),
    after: minutes("1 00:10", "1 06:10", "1 12:10", "1 18:10"),
    want: { lost: 0, gained: 0, moved: 4, shift: { least: 10, most: 10 } },
  },
  {
    name: "five are too many, those that stay counted",
    before: minutes("1 00:00", "1 06:00", "1 12:00", "1 18:00", "1 21:00"),
    after: minutes("1 00:00", "1 06:00", "1 12:00", "1 18:00", "1 21:10"),
    want: { lost: 1, gained: 1, moved: 0, shift: null },
  },
];

describe("runs before and after", () => {
  it.each(rows)("$name", ({ before, after, want }) => {
    const {
      zones,
      before: old,
      after: now,
      first,
      ...found
    } = compareRuns(inUtc(before), inUtc(after), stretch);
    expect([zones, old, now, found]).toEqual([
      { before: "UTC", after: "UTC" },
      before.length,
      after.length,
      want,
    ]);
    expect(Math.min(first?.from?.minute ?? Infinity, first?.to?.minute ?? Infinity)).toBe(
      Math.min(...[...before, ...after].filter((each) => before.includes(each) !== after.includes(each))),
    );
  });

  it("have no first difference where they are the same", () => {
    const same = inUtc(minutes("1 02:00", "2 02:00"));
    expect(compareRuns(same, same, stretch)).toMatchObject({ lost: 0, gained: 0, moved: 0, first: null });
  });

  it("are on one date by the clock of the job", () => {
    // Ten hours east, 23:00 and 14:30 UTC are 09:00 and 00:30 of one date; in UTC they are of two.
    const east = { zone: "Australia/Brisbane", offsets: { first: 600, changes: [] } };
    const before = { minutes: minutes("1 23:00"), clock: east };
    const after = { minutes: minutes("1 14:30"), clock: east };
    expect(compareRuns(before, after, stretch)).toMatchObject({
      moved: 1,
      shift: { least: -510, most: -510 },
    });
    const other = { minutes: minutes("1 13:30"), clock: east };
    expect(compareRuns(before, other, stretch)).toMatchObject({ lost: 1, gained: 1, moved: 0 });
  });

  it("do not move where a date has another number of runs by the other clock", () => {
    // Six hours east, the run of 20:00 is one of the next date.
    const east = { zone: "Asia/Almaty", offsets: { first: 360, changes: [] } };
    const after = { minutes: minutes("1 05:00", "1 20:00"), clock: east };
    expect(compareRuns(inUtc(minutes("1 06:00", "1 20:00")), after, stretch)).toMatchObject({
      lost: 1,
      gained: 1,
      moved: 0,
    });
  });

  it("are only those of the stretch, and what moves over both its edges is one that moves", () => {
    const daily = minutes("1 03:30", "2 03:30", "3 03:30", "4 03:30", "5 03:30");
    const east = { zone: "Asia/Kolkata", offsets: { first: 330, changes: [] } };
    // 03:30 of the dates 1 to 5 in Kolkata.
    const after = { minutes: daily.map((minute) => minute - 330), clock: east };
    const twoDays = { nowMinute: 2 * day, fromMinute: 2 * day, untilMinute: 4 * day };
    expect(compareRuns(inUtc(daily), after, twoDays)).toMatchObject({
      before: 2,
      after: 2,
      lost: 0,
      gained: 0,
      moved: 2,
      first: {
        from: { minute: minutes("2 03:30")[0], zone: "UTC" },
        to: null,
        firstNew: { minute: minutes("2 22:00")[0], zone: "Asia/Kolkata", offset: 330 },
      },
    });
  });
});

/** At a time of each date, as Temporal tells it. */
function dailyAt(time: string, zone: string, dates: readonly Temporal.PlainDate[]) {
  return dates.map(
    (date) => date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 60_000,
  );
}

function clockOf(zone: string) {
  return { zone, offsets: zone === "UTC" ? utc.offsets : zoneOf(zone) };
}

describe("runs of another zone", () => {
  const start = Temporal.PlainDate.from("2026-11-20");
  const dates = Array.from({ length: 400 }, (_, index) => start.add({ days: index }));
  const [fromMinute, untilMinute] = [Date.UTC(2026, 10, 23) / 60_000, Date.UTC(2027, 11, 23) / 60_000];

  it.each([
    { from: "UTC", to: "America/New_York", time: "03:30" },
    { from: "America/New_York", to: "UTC", time: "03:30" },
    { from: "UTC", to: "Asia/Kolkata", time: "03:30" },
    { from: "UTC", to: "Asia/Kolkata", time: "23:45" },
    { from: "America/New_York", to: "Asia/Kolkata", time: "12:00" },
    { from: "Pacific/Kiritimati", to: "Pacific/Pago_Pago", time: "00:00" },
  ])("$time: from $from to $to", ({ from, to, time }) => {
    const [before, after] = [dailyAt(time, from, dates), dailyAt(time, to, dates)];
    const shifts = before.map((minute, index) => (after[index] ?? NaN) - minute);
    const found = compareRuns(
      { minutes: before, clock: clockOf(from) },
      { minutes: after, clock: clockOf(to) },
      { nowMinute: fromMinute, fromMinute, untilMinute },
    );
    expect(found).toMatchObject({
      before: 395,
      after: 395,
      lost: 0,
      gained: 0,
      moved: 395,
      shift: { least: Math.min(...shifts), most: Math.max(...shifts) },
    });
  });
});
