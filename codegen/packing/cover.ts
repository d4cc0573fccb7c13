/**
 * The least expression (minutes × hours × days) that covers some expressions of one environment.
 *
 * Minutes, hours and months are unions. The days are the least of what these can say:
 * - the members' own day rule, where all have the same one (`L`, `15W`, `MON-FRI`, ...);
 * - a list of the weekdays on which a member ever fires;
 * - a list of the dates on which a member ever fires;
 * each within the union of the months, and `*` where that is every day. Two restricted day fields,
 * which Cloudflare joins by "or" and others by "and", stand in a cover only where every member has
 * that very pair.
 *
 * All of it is unions of bit masks. So a cover does not depend on the order of its members, never
 * shrinks when a member is added, and costs some ten operations to join or to count.
 */

import type { Cron, DayRule } from "../../src/schedule/cron.ts";
import { parseCron, printCron } from "../../src/schedule/cron.ts";
import { matchingDays } from "../../src/schedule/month-days.ts";
import {
  ALL_WEEKDAYS,
  bitCount,
  countByMonth,
  countDates,
  countWeekdays,
  daysInMonths,
  MONTH_KINDS,
  type DaysByMonth,
} from "./gregorian-cycle.ts";

/** Two day fields, apart from the months. Equal ones are the same object, within one `coversOf`. */
export interface DayFields {
  readonly dayOfMonth: DayRule;
  readonly dayOfWeek: DayRule;
  readonly daysByMonth: DaysByMonth;
}

/** Bit masks as in `Cron`; what the members have together. */
export interface Cover {
  readonly minutesLow: number;
  readonly minutesHigh: number;
  readonly hours: number;
  readonly months: number;
  /** Those on which a member ever fires; bit 0 is Sunday. */
  readonly weekdays: number;
  /** The days of the month on which a member ever fires; bit 0 is the 1st. */
  readonly dates: number;
  /** null: the members' differ. */
  readonly dayFields: DayFields | null;
}

const EVERY_MINUTE = parsed("* * * * *");
const ANY: DayRule = { kind: "any" };

/**
 * The covers of single expressions.
 * @throws Error for a text that is no cron expression, or one that never fires: both are reported long before
 */
export function coversOf(texts: readonly string[]): Cover[] {
  const dayFields = new Map<string, DayFields>();
  const days = new Map<string, Pick<Cover, "weekdays" | "dates">>();
  return texts.map((text) => {
    const cron = parsed(text);
    const [, , dayOfMonth = "", month = "", dayOfWeek = ""] = printCron(cron).split(" ");
    const { minutesLow, minutesHigh, hours, months } = cron;
    const { weekdays, dates } = remember(days, `${dayOfMonth} ${month} ${dayOfWeek}`, () => daysOf(cron));
    if (dates === 0) throw new Error(`\`${text}\` never fires`);
    return {
      minutesLow,
      minutesHigh,
      hours,
      months,
      weekdays,
      dates,
      dayFields: remember(dayFields, `${dayOfMonth} ${dayOfWeek}`, () => dayFieldsOf(cron)),
    };
  });
}

/** The cover of two covers' members. */
export function join(one: Cover, other: Cover): Cover {
  return {
    minutesLow: one.minutesLow | other.minutesLow,
    minutesHigh: one.minutesHigh | other.minutesHigh,
    hours: one.hours | other.hours,
    months: one.months | other.months,
    weekdays: one.weekdays | other.weekdays,
    dates: one.dates | other.dates,
    dayFields: one.dayFields === other.dayFields ? one.dayFields : null,
  };
}

/** How often a cover fires in 400 years. */
export function wakesOf(cover: Cover): number {
  const { minutesLow, minutesHigh, hours, months, weekdays, dates, dayFields } = cover;
  return countWakes(minutesLow, minutesHigh, hours, months, weekdays, dates, dayFields);
}

/** `wakesOf(join(one, other))`, with nothing allocated. */
export function wakesOfJoined(one: Cover, other: Cover): number {
  return countWakes(
    one.minutesLow | other.minutesLow,
    one.minutesHigh | other.minutesHigh,
    one.hours | other.hours,
    one.months | other.months,
    one.weekdays | other.weekdays,
    one.dates | other.dates,
    one.dayFields === other.dayFields ? one.dayFields : null,
  );
}

/** The fields of a cover one by one, so that the search need not build covers that it only counts. */
export function countWakes(
  minutesLow: number,
  minutesHigh: number,
  hours: number,
  months: number,
  weekdays: number,
  dates: number,
  dayFields: DayFields | null,
): number {
  const days =
    dayFields === null
      ? Math.min(countWeekdays(weekdays, months), countDates(dates, months))
      : daysInMonths(dayFields.daysByMonth, months);
  return (bitCount(minutesLow) + bitCount(minutesHigh)) * bitCount(hours) * days;
}

/** A cover in canonical form. */
export function printCover(cover: Cover): string {
  const { minutesLow, minutesHigh, hours, months } = cover;
  // printCron reads the masks and the day rules alone: the text and the fields of the model don't show.
  return printCron({ ...EVERY_MINUTE, minutesLow, minutesHigh, hours, months, ...leastDays(cover) });
}

function leastDays(cover: Cover): Pick<Cron, "dayOfMonth" | "dayOfWeek"> {
  const { months, weekdays, dates, dayFields } = cover;
  if (dayFields !== null) return { dayOfMonth: dayFields.dayOfMonth, dayOfWeek: dayFields.dayOfWeek };
  const onWeekdays = countWeekdays(weekdays, months);
  const onDates = countDates(dates, months);
  if (Math.min(onWeekdays, onDates) === countWeekdays(ALL_WEEKDAYS, months))
    return { dayOfMonth: ANY, dayOfWeek: ANY };
  return onWeekdays <= onDates
    ? { dayOfMonth: ANY, dayOfWeek: { kind: "weekdays", weekdays } }
    : { dayOfMonth: { kind: "days", days: dates }, dayOfWeek: ANY };
}

function dayFieldsOf(cron: Cron): DayFields {
  const { dayOfMonth, dayOfWeek } = cron;
  const daysByMonth = countByMonth(({ firstWeekday, length }) =>
    bitCount(matchingDays(cron, firstWeekday, length)),
  );
  return { dayOfMonth, dayOfWeek, daysByMonth };
}

/** The weekdays and the dates on which an expression ever fires: tried on every kind of month that it names. */
function daysOf(cron: Cron): Pick<Cover, "weekdays" | "dates"> {
  let weekdays = 0;
  let dates = 0;
  for (const { month, firstWeekday, length } of MONTH_KINDS) {
    if (((cron.months >> month) & 1) === 0) continue;
    const found = matchingDays(cron, firstWeekday, length);
    dates |= found;
    for (let day = 0; day < length; day++) {
      if ((found >> day) & 1) weekdays |= 1 << ((firstWeekday - 1 + day) % 7);
    }
  }
  return { weekdays, dates };
}

function parsed(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`not a cron expression: \`${text}\`: ${result.errors[0]?.message}`);
  return result.cron;
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
