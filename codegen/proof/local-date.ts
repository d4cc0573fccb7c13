/*
 * The proof asks JavaScript's `Date` for dates, as the Worker and the compiler count them with arithmetic of
 * their own: a mistake there must not be made here again.
 */

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;

/** A date of some local clock, with what a schedule asks of it. */
export interface LocalDate {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** 28 to 31. */
  readonly daysInMonth: number;
  /** 0 = Sunday to 6 = Saturday. */
  readonly weekday: number;
}

/** The date that many days after 1970-01-01. */
export function localDateOf(day: number): LocalDate {
  const date = new Date(day * MS_PER_DAY);
  const month = date.getUTCMonth();
  return {
    day,
    month: month + 1,
    dayOfMonth: date.getUTCDate(),
    daysInMonth: new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

/** Days since 1970-01-01 of `2026-11-24`, or of the date in `2026-11-24T09:00`. */
export function readDay(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T00:00Z`) / MS_PER_DAY;
}

/** Minutes of the local clock since 1970-01-01T00:00 of `2026-11-24T09:00`. */
export function readLocalMinute(text: string): number {
  return Date.parse(`${text}Z`) / MS_PER_MINUTE;
}

/** Minutes since midnight of `09:30`. */
export function readTime(text: string): number {
  const [hour, minute] = text.split(":").map(Number);
  return (hour ?? NaN) * 60 + (minute ?? NaN);
}

export function isWorkday({ weekday }: LocalDate): boolean {
  return weekday >= 1 && weekday <= 5;
}

/** Whether it is the last Monday to Friday of its month: only a Saturday and a Sunday may follow. */
export function isLastWorkday(date: LocalDate): boolean {
  const left = date.daysInMonth - date.dayOfMonth;
  return isWorkday(date) && (left === 0 || (date.weekday === 5 && left <= 2));
}

/** Whether it is its month's `nth` date of its weekday. */
export function isNthOfItsWeekday({ dayOfMonth }: LocalDate, nth: number): boolean {
  return Math.ceil(dayOfMonth / 7) === nth;
}

export function isLastOfItsWeekday({ dayOfMonth, daysInMonth }: LocalDate): boolean {
  return dayOfMonth + 7 > daysInMonth;
}
