import { describe, expect, it } from "vitest";
import { coversOf, join, printCover, wakesOf, wakesOfJoined } from "../../../codegen/packing/cover.ts";
import { countDates, countWeekdays } from "../../../codegen/packing/gregorian-cycle.ts";
import { fourCenturies, type CalendarDay } from "./support/calendar.ts";

function coverText(...texts: string[]): string {
  return printCover(coversOf(texts).reduce(join));
}

function counted(isOn: (day: CalendarDay) => boolean): number {
  return fourCenturies.filter(isOn).length;
}

describe("the cover of some expressions", () => {
  it.each([
    { given: ["23 23 * * *", "33 23 * * *"], want: "23,33 23 * * *" },
    { given: ["6 2 * * *", "23 23 * * *"], want: "6,23 2,23 * * *" },
    { given: ["*/15 * * * *", "*/10 * * * *"], want: "0,10,15,20,30,40,45,50 * * * *" },
    { given: ["0 9 * * MON", "0 9 * * TUE-FRI"], want: "0 9 * * MON-FRI" },
    { given: ["0 9 * * MON-FRI", "0 9 * * SAT,SUN"], want: "0 9 * * *" },
    { given: ["0 9 * 1 MON", "0 9 * 2 MON"], want: "0 9 * 1,2 MON" },
    { given: ["0 9 1 1 *", "0 9 15 8 *"], want: "0 9 1,15 1,8 *" },
    { given: ["0 9 1 * *", "0 9 * * MON"], want: "0 9 * * *" },
    { given: ["0 9 1 3 *", "0 9 * 3 MON"], want: "0 9 * 3 *" },
    // Equal day rules stay, whatever they are.
    { given: ["0 9 L * *", "20 9 L * *"], want: "0,20 9 L * *" },
    { given: ["0 9 L 1 *", "20 9 L 2 *"], want: "0,20 9 L 1,2 *" },
    { given: ["0 9 1 * MON", "20 9 1 * MON"], want: "0,20 9 1 * MON" },
    // Else they become the dates or the weekdays on which they can fall, whichever are fewer.
    { given: ["0 9 * * MON#1", "0 9 * * MON#2"], want: "0 9 * * MON" },
    { given: ["0 9 * * MON#1", "0 9 1 * *"], want: "0 9 1-7 * *" },
    { given: ["0 9 L * *", "0 9 1 * *"], want: "0 9 1,28-31 * *" },
    { given: ["0 9 L 2 *", "0 9 1 2 *"], want: "0 9 1,28,29 2 *" },
    { given: ["0 9 15W * *", "0 9 * * MON"], want: "0 9 * * MON-FRI" },
    { given: ["0 9 15W * *", "0 9 16 * *"], want: "0 9 14-16 * *" },
    { given: ["0 9 LW * *", "0 9 31 * *"], want: "0 9 26-31 * *" },
    { given: ["0 9 * * FRIL", "0 9 31 * *"], want: "0 9 22-31 * *" },
    // Both fields restricted means either: nothing less than every day covers that and something else.
    { given: ["0 9 1 * MON", "0 9 2 * *"], want: "0 9 * * *" },
  ])("$given → $want", ({ given, want }) => {
    expect(coverText(...given)).toBe(want);
    expect(coverText(...given.toReversed())).toBe(want);
  });

  it("refuses what never fires, which no days could cover", () => {
    expect(() => coversOf(["0 0 30 2 *"])).toThrow("`0 0 30 2 *` never fires");
  });
});

describe("the wakes of a cover", () => {
  it.each([
    { given: "*/5 * * * *", want: 288 * 146_097 },
    { given: "0 9,17 * * MON-FRI", want: 2 * counted(({ weekday }) => weekday > 0 && weekday < 6) },
    { given: "0 9 29 * *", want: counted(({ date }) => date === 29) },
    {
      given: "0 9 29-31 2,4 *",
      want: counted(({ date, month }) => date > 28 && (month === 2 || month === 4)),
    },
    { given: "0 9 * 2 SUN", want: counted(({ month, weekday }) => month === 2 && weekday === 0) },
    { given: "0 9 L * *", want: 4800 },
    // The 13th is a Friday in 688 of 4,800 months.
    { given: "0 9 13 * FRI", want: 4800 + 20_871 - 688 },
  ])("$given: $want in 400 years", ({ given, want }) => {
    const [cover] = coversOf([given]);
    expect(cover && wakesOf(cover)).toBe(want);
  });

  it("are those of the joined cover, where the joined one is only counted", () => {
    const covers = coversOf(["0 9 L * *", "20 9 L 2 *", "*/5 1 * * MON", "0 0 15W * *"]);
    for (const one of covers)
      for (const other of covers) expect(wakesOfJoined(one, other)).toBe(wakesOf(join(one, other)));
  });
});

describe("days of 400 years", () => {
  it("are as many as a walk over the calendar finds, for each weekday and date in each month", () => {
    for (let month = 1; month <= 12; month++) {
      const days = fourCenturies.filter((day) => day.month === month);
      for (let weekday = 0; weekday < 7; weekday++)
        expect(countWeekdays(1 << weekday, 1 << (month - 1))).toBe(
          days.filter((day) => day.weekday === weekday).length,
        );
      for (let date = 1; date <= 31; date++)
        expect(countDates(1 << (date - 1), 1 << (month - 1))).toBe(
          days.filter((day) => day.date === date).length,
        );
    }
  });
});
