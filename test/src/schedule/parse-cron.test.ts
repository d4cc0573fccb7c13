import { describe, expect, it } from "vitest";
import { parseCron } from "../../../src/schedule/cron.ts";
import { parsed } from "./support/parsed.ts";

const number = (value: number, start: number, end: number) => ({ value, written: "number", start, end });
const name = (value: number, start: number, end: number) => ({ value, written: "name", start, end });
const star = (value: number, start: number) => ({ value, written: "star", start, end: start + 1 });

describe("parseCron", () => {
  it("keeps each field as it was written, with its place in the text", () => {
    const { text, fields } = parsed("05  */1\t1-31 * *");
    expect(text).toBe("05  */1\t1-31 * *");
    expect(fields).toEqual([
      {
        name: "minute",
        start: 0,
        end: 2,
        isStar: false,
        items: [{ kind: "value", value: number(5, 0, 2), start: 0, end: 2 }],
      },
      {
        name: "hour",
        start: 4,
        end: 7,
        isStar: false,
        items: [{ kind: "step", from: star(0, 4), step: 1, start: 4, end: 7 }],
      },
      {
        name: "dayOfMonth",
        start: 8,
        end: 12,
        isStar: false,
        items: [{ kind: "range", from: number(1, 8, 9), to: number(31, 10, 12), step: 1, start: 8, end: 12 }],
      },
      { name: "month", start: 13, end: 14, isStar: true, items: [{ kind: "star", start: 13, end: 14 }] },
      { name: "dayOfWeek", start: 15, end: 16, isStar: true, items: [{ kind: "star", start: 15, end: 16 }] },
    ]);
  });

  it.each([
    // The day of month stands at 4, the day of week at 8.
    { given: "0 0 L * *", field: 2, want: { kind: "last", daysBefore: 0, start: 4, end: 5 } },
    { given: "0 0 L-3 * *", field: 2, want: { kind: "last", daysBefore: 3, start: 4, end: 7 } },
    { given: "0 0 LW * *", field: 2, want: { kind: "lastWeekday", daysBefore: 0, start: 4, end: 6 } },
    { given: "0 0 L-03W * *", field: 2, want: { kind: "lastWeekday", daysBefore: 3, start: 4, end: 9 } },
    {
      given: "0 0 15W * *",
      field: 2,
      want: { kind: "nearestWeekday", day: number(15, 4, 6), start: 4, end: 7 },
    },
    {
      given: "0 0 7/8 * *",
      field: 2,
      want: { kind: "step", from: number(7, 4, 5), step: 8, start: 4, end: 7 },
    },
    { given: "0 0 * * L", field: 4, want: { kind: "saturday", start: 8, end: 9 } },
    {
      given: "0 0 * * friL",
      field: 4,
      want: { kind: "lastOfMonth", weekday: name(6, 8, 11), start: 8, end: 12 },
    },
    {
      given: "0 0 * * 2#3",
      field: 4,
      want: { kind: "nthOfMonth", weekday: number(2, 8, 9), nth: 3, start: 8, end: 11 },
    },
    {
      given: "0 0 * * MON-6/2",
      field: 4,
      want: { kind: "range", from: name(2, 8, 11), to: number(6, 12, 13), step: 2, start: 8, end: 15 },
    },
  ])("reads $given", ({ given, field, want }) => {
    expect(parsed(given).fields[field]?.items).toEqual([want]);
  });

  it("marks a star that stands for the minimum", () => {
    expect(parsed("5,*,*-10 0 * * *").fields[0].items).toEqual([
      { kind: "value", value: number(5, 0, 1), start: 0, end: 1 },
      { kind: "value", value: star(0, 2), start: 2, end: 3 },
      { kind: "range", from: star(0, 4), to: number(10, 6, 8), step: 1, start: 4, end: 8 },
    ]);
  });

  it("accepts impossible dates", () => {
    expect(parseCron("0 0 31 2 *").ok).toBe(true);
  });
});
