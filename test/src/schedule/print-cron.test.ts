import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCron, printCron, type Cron } from "../../../src/schedule/cron.ts";
import { matchingDays } from "../../../src/schedule/month-days.ts";
import { cronText } from "./support/cron-arbitrary.ts";
import { parsed } from "./support/parsed.ts";

/** Everything that decides when an expression matches: its days in each of the 28 kinds of month, and its masks. */
function meaning(cron: Cron): object {
  const { minutesLow, minutesHigh, hours, months } = cron;
  const days = [28, 29, 30, 31].flatMap((length) =>
    [1, 2, 3, 4, 5, 6, 7].map((firstWeekday) => matchingDays(cron, firstWeekday, length)),
  );
  return { minutesLow, minutesHigh, hours, months, days };
}

function printMinutes(values: readonly number[]): string {
  return printCron(parsed(`${values.join(",")} 0 * * *`));
}

describe("printCron", () => {
  it.each([
    { given: "*/5 * * * *", want: "*/5 * * * *" },
    { given: "0 */6 * * *", want: "0 */6 * * *" },
    { given: "0,5,10,15,20,25,30,35,40,45,50,55 * * * *", want: "*/5 * * * *" },
    { given: "0/20 0-23 1 1-12 *", want: "*/20 * 1 * *" },
    { given: "30,00 * * * *", want: "*/30 * * * *" },
    { given: "*/45 * * * *", want: "0,45 * * * *" },
    { given: "*/59 * * * *", want: "0,59 * * * *" },
    { given: "33,23,023 23 * * *", want: "23,33 23 * * *" },
    { given: "*/15 8-18 * JAN-JUN MON-FRI", want: "*/15 8-18 * 1-6 MON-FRI" },
    { given: "5/10 * * * *", want: "5-55/10 * * * *" },
    { given: "10-30/10 0 * * *", want: "10,20,30 0 * * *" },
    { given: "0 22-2 * * *", want: "0 0-2,22,23 * * *" },
    { given: "0 0 * * fri-mon", want: "0 0 * * SUN,MON,FRI,SAT" },
    { given: "0 0 * * 2-6", want: "0 0 * * MON-FRI" },
    { given: "0 0 * * */2", want: "0 0 * * SUN,TUE,THU,SAT" },
    { given: "0 0 * * L", want: "0 0 * * SAT" },
    { given: "0 0 * * 6L", want: "0 0 * * FRIL" },
    { given: "0 0 * * 2#01", want: "0 0 * * MON#1" },
    { given: "0 0 L-03 * *", want: "0 0 L-3 * *" },
    { given: "0 0 LW 2 *", want: "0 0 LW 2 *" },
    { given: "0 0 L-3W * *", want: "0 0 L-3W * *" },
    { given: "0 0 015W * *", want: "0 0 15W * *" },
    { given: "5,* 0 * * *", want: "0,5 0 * * *" },
    // The other day field says nothing beside one that lists all days.
    { given: "0 0 */1 * MON", want: "0 0 * * *" },
    { given: "0 0 15 * SUN-SAT", want: "0 0 * * *" },
    { given: "0 0 1-31 * *", want: "0 0 * * *" },
    { given: "0 0 1,15 * MON", want: "0 0 1,15 * MON" },
  ])("$given is $want", ({ given, want }) => {
    expect(printCron(parsed(given))).toBe(want);
  });

  it("keeps the meaning, and prints what it printed the same", () => {
    fc.assert(
      fc.property(cronText, (text) => {
        const printed = printCron(parsed(text));
        expect(meaning(parsed(printed))).toEqual(meaning(parsed(text)));
        expect(printCron(parsed(printed))).toBe(printed);
      }),
      { numRuns: 3000 },
    );
  });

  it("gives one text for one set of values, however it was written", () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1 });
    fc.assert(
      fc.property(minutes, minutes, (values, more) => {
        const ascending = values.toSorted((one, other) => one - other);
        const repeated = [...values, ...more.filter((value) => values.includes(value))];
        expect(printMinutes(repeated)).toBe(printMinutes(ascending));
      }),
    );
  });

  it("writes no wrapping range, no star in a list, no weekday as a number or a lone L", () => {
    const weekday = "(?:SUN|MON|TUE|WED|THU|FRI|SAT)";
    const dayOfWeek = new RegExp(`^(?:\\*|${weekday}(?:[,-]${weekday})*|${weekday}L|${weekday}#[1-5])$`);
    fc.assert(
      fc.property(cronText, (text) => {
        const result = parseCron(printCron(parsed(text)));
        if (!result.ok) throw new Error(`${text} is printed as something invalid`);
        const { fields, text: printed } = result.cron;
        expect(printed.split(" ")[4]).toMatch(dayOfWeek);
        for (const item of fields.flatMap((field) => field.items)) {
          if (item.kind === "value") expect(item.value.written).not.toBe("star");
          if (item.kind === "range") expect(item.from.value).toBeLessThan(item.to.value);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
