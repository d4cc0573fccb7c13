/**
 * Dates without `Date`: whole minutes, days and months since 1970-01-01T00:00Z, in UTC and the
 * Gregorian calendar. A day or a month is one number, so the next one is `+ 1`, and nothing is
 * allocated on the way. All functions hold from 1970 to 9999.
 *
 * The arithmetic is Howard Hinnant's: years are counted from March, so that the leap day is the
 * last day of its year and months have lengths that one linear formula gives.
 * @see https://howardhinnant.github.io/date_algorithms.html
 */

/** Whole minutes since 1970-01-01T00:00Z. */
export type EpochMinute = number;
/** Whole days since 1970-01-01. */
export type EpochDay = number;
/** Whole months since January 1970. */
export type EpochMonth = number;
/** Cloudflare's numbering: 1 = Sunday to 7 = Saturday. */
export type Weekday = number;

interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export const MINUTES_PER_DAY = 1440;
/** 9999-12, the last month with a four-digit year. */
export const LAST_MONTH: EpochMonth = (9999 - 1970) * 12 + 11;

/** Days from 0000-03-01 to 1970-01-01. */
const DAYS_BEFORE_EPOCH = 719_468;
/** Months from March of the year 0 to January 1970. */
const MONTHS_BEFORE_EPOCH = 1970 * 12 - 2;
const DAYS_PER_400_YEARS = 146_097;

/** First day of a month. */
export function firstDayOf(month: EpochMonth): EpochDay {
  const months = month + MONTHS_BEFORE_EPOCH;
  const year = quotient(months, 12);
  const leapDays = quotient(year, 4) - quotient(year, 100) + quotient(year, 400);
  return 365 * year + leapDays + quotient(153 * (months - 12 * year) + 2, 5) - DAYS_BEFORE_EPOCH;
}

/** The month in which a day lies. */
export function monthOf(day: EpochDay): EpochMonth {
  const days = day + DAYS_BEFORE_EPOCH;
  const era = quotient(days, DAYS_PER_400_YEARS);
  const dayOfEra = days - era * DAYS_PER_400_YEARS;
  const leapDays = quotient(dayOfEra, 1460) - quotient(dayOfEra, 36_524) + quotient(dayOfEra, 146_096);
  const yearOfEra = quotient(dayOfEra - leapDays, 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + quotient(yearOfEra, 4) - quotient(yearOfEra, 100));
  return (era * 400 + yearOfEra) * 12 + quotient(5 * dayOfYear + 2, 153) - MONTHS_BEFORE_EPOCH;
}

/** 28 to 31. */
export function lengthOf(month: EpochMonth): number {
  return firstDayOf(month + 1) - firstDayOf(month);
}

export function weekdayOf(day: EpochDay): Weekday {
  return ((day + 4) % 7) + 1; // 1970-01-01 was a Thursday, 5
}

export function dayOfMinute(minute: EpochMinute): EpochDay {
  return Math.floor(minute / MINUTES_PER_DAY);
}

/** The day of a date that exists; `month` 1 to 12, `day` 1 to the month's length. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  return firstDayOf((year - 1970) * 12 + month - 1) + day - 1;
}

export function civilDateOf(day: EpochDay): CivilDate {
  const month = monthOf(day);
  const year = quotient(month, 12);
  return { year: 1970 + year, month: month - 12 * year + 1, day: day - firstDayOf(month) + 1 };
}

/** Whole-number division of numbers that are not negative; `| 0` keeps it in integer registers. */
function quotient(dividend: number, divisor: number): number {
  return (dividend / divisor) | 0;
}
