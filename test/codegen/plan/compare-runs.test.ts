import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../codegen/plan/compare-runs.ts";
import { pairMoved } from "../../../codegen/plan/pair-moved.ts";

const day = 1440;
const utc = { zone: "UTC", offsets: { first: 0, changes: [] } };
/** Minutes of the first days of 1970, as `day hh:mm`. */
const minutes = (...times: readonly string[]): number[] =>
  times.map((time) => {
    const [, date, hours, rest] = /^(\d+) (\d\d):(\d\d)$/.exec(time) ?? [];
    return Number(date) * day + Number(hours) * 60 + Number(rest);
  });

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
    name: "a run moves to the next date, a day later",
    before: minutes("1 09:00", "8 09:00"),
    after: minutes("2 09:00", "9 09:00"),
    want: { lost: 0, gained: 0, moved: 2, shift: { least: day, most: day } },
  },
  {
    name: "a run of two days later is another run",
    before: minutes("1 09:00"),
    after: minutes("3 09:00"),
    want: { lost: 1, gained: 1, moved: 0, shift: null },
  },
  {
    name: "of several runs of a date the nearest moves",
    before: minutes("1 06:00", "1 12:00", "1 18:00"),
    after: minutes("1 12:07"),
    want: { lost: 2, gained: 0, moved: 1, shift: { least: 7, most: 7 } },
  },
  {
    name: "of several new runs of a date the nearest is the moved one",
    before: minutes("1 12:07"),
    after: minutes("1 06:00", "1 12:00", "1 18:00"),
    want: { lost: 0, gained: 2, moved: 1, shift: { least: -7, most: -7 } },
  },
];

describe("runs before and after", () => {
  it.each(rows)("$name", ({ before, after, want }) => {
    const { zone, before: old, after: now, first, ...found } = compareRuns(before, after, utc, 0);
    expect([zone, old, now, found]).toEqual(["UTC", before.length, after.length, want]);
    expect(Math.min(first?.from?.minute ?? Infinity, first?.to?.minute ?? Infinity)).toBe(
      Math.min(...[...before, ...after].filter((each) => before.includes(each) !== after.includes(each))),
    );
  });

  it("have no first difference where they are the same", () => {
    const same = minutes("1 02:00", "2 02:00");
    expect(compareRuns(same, same, utc, 0)).toMatchObject({ lost: 0, gained: 0, moved: 0, first: null });
  });

  it("are on one date by the clock of the job", () => {
    // Ten hours east, 23:00 and 15:00 UTC are 09:00 and 01:00 of one date; in UTC they are of two.
    const east = { zone: "Australia/Brisbane", offsets: { first: 600, changes: [] } };
    const found = compareRuns(minutes("1 23:00"), minutes("1 02:00", "2 13:00"), east, 0);
    expect(found).toMatchObject({ moved: 1, gained: 1, shift: { least: 840, most: 840 } });
    expect(found.first?.to).toEqual({ minute: minutes("1 02:00")[0], offset: 600 });
  });
});

/** Some minutes of twenty days, ascending, each once. */
const someMinutes = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 * day }), { maxLength: 60 })
  .map((list) => list.toSorted((a, b) => a - b));

describe("the first difference", () => {
  const [before, after] = [minutes("1 00:23", "2 00:23"), minutes("1 23:23", "2 23:23")];
  const firstAt = (now: string) => {
    const { first } = compareRuns(before, after, utc, minutes(now)[0] ?? NaN);
    return [first?.from?.minute ?? null, first?.to?.minute ?? null];
  };

  it("is a run that moves, or what of it is not over", () => {
    expect(firstAt("1 00:23")).toEqual(minutes("1 00:23", "1 23:23"));
    expect(firstAt("1 00:24")).toEqual([null, ...minutes("1 23:23")]);
    expect(firstAt("1 23:24")).toEqual(minutes("2 00:23", "2 23:23"));
    expect(firstAt("3 00:00")).toEqual([null, null]);
  });
});

describe("pairing", () => {
  it("takes each run once, within a day, and leaves no two that could be a pair", () => {
    fc.assert(
      fc.property(someMinutes, someMinutes, (before, after) => {
        const gone = before.filter((minute) => !after.includes(minute));
        const come = after.filter((minute) => !before.includes(minute));
        const { lost, gained, moved } = pairMoved(gone, come, (minute) => Math.floor(minute / day));
        expect([...lost, ...moved.map(({ from }) => from)].toSorted((a, b) => a - b)).toEqual(gone);
        expect([...gained, ...moved.map(({ to }) => to)].toSorted((a, b) => a - b)).toEqual(come);
        for (const { from, to } of moved) expect(Math.abs(from - to)).toBeLessThanOrEqual(day);
        for (const minute of lost)
          expect(gained.filter((other) => Math.abs(other - minute) <= day)).toEqual([]);
      }),
    );
  });
});
