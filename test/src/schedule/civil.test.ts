import { describe, expect, it } from "vitest";
import {
  civilDateOf,
  epochDayOf,
  firstDayOf,
  LAST_MONTH,
  lengthOf,
  monthOf,
  weekdayOf,
} from "../../../src/schedule/civil.ts";

const DAY_MS = 86_400_000;
/** 1970-01-01 to 9999-12-31. */
const DAYS = Date.UTC(10_000, 0) / DAY_MS;

describe("civil dates, against Date", () => {
  it("name each day from 1970 to 9999", () => {
    const wrong: string[] = [];
    const date = new Date(0);
    for (let day = 0; day < DAYS; day++) {
      date.setTime(day * DAY_MS);
      const { year, month, day: dayOfMonth } = civilDateOf(day);
      const isRight =
        year === date.getUTCFullYear() &&
        month === date.getUTCMonth() + 1 &&
        dayOfMonth === date.getUTCDate() &&
        weekdayOf(day) === date.getUTCDay() + 1 &&
        epochDayOf(year, month, dayOfMonth) === day;
      if (!isRight) wrong.push(date.toISOString());
    }
    expect(wrong).toEqual([]);
  });

  it("begin each month where Date does, and give it as many days", () => {
    for (let month = 0; month <= LAST_MONTH; month++) {
      const first = Date.UTC(1970, month) / DAY_MS;
      const length = new Date(Date.UTC(1970, month + 1, 0)).getUTCDate();
      const found = [firstDayOf(month), lengthOf(month), monthOf(first), monthOf(first + length - 1)];
      if (found.join() !== [first, length, month, month].join())
        expect([month, ...found]).toEqual([month, first, length, month, month]);
    }
    expect(LAST_MONTH).toBe(monthOf(DAYS - 1));
  });
});
