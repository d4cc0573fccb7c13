/** What a cron expression is once it is parsed. All spans are UTF-16 offsets in `text`, the end exclusive. */

import type { CronFieldName } from "./cron-fields.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value and the way it was written; a `*` that stands for a value (`5,*`) is the field's minimum. */
export interface CronValue extends Span {
  readonly value: number;
  readonly written: "number" | "name" | "star";
}

/** `*` as the whole field. */
export interface StarItem extends Span {
  readonly kind: "star";
}
/** `5`; also the `*` in `5,*`, with `value.written` "star". */
export interface ValueItem extends Span {
  readonly kind: "value";
  readonly value: CronValue;
}
/** `9-17`, `9-17/2`; wraps round the field's end where `from` is greater than `to`. `step` is 1 where none is written. */
export interface RangeItem extends Span {
  readonly kind: "range";
  readonly from: CronValue;
  readonly to: CronValue;
  readonly step: number;
}
/** `10/15`: from 10 to the field's maximum. A star with a step: from its minimum, `from.written` is "star". */
export interface StepItem extends Span {
  readonly kind: "step";
  readonly from: CronValue;
  readonly step: number;
}
export type ListItem = ValueItem | RangeItem | StepItem;

/** Day of month `L`, `L-3`: so many days before the month's last, 0 to 30. */
export interface LastItem extends Span {
  readonly kind: "last";
  readonly daysBefore: number;
}
/** Day of month `LW`, `L-3W`: the weekday (Monday to Friday) nearest to `L`, `L-3`, within the month. */
export interface LastWeekdayItem extends Span {
  readonly kind: "lastWeekday";
  readonly daysBefore: number;
}
/** Day of month `15W`: the weekday (Monday to Friday) nearest to the 15th, within the month. */
export interface NearestWeekdayItem extends Span {
  readonly kind: "nearestWeekday";
  readonly day: CronValue;
}
/** Day of week `L` alone: every Saturday. */
export interface SaturdayItem extends Span {
  readonly kind: "saturday";
}
/** Day of week `FRIL`: the last Friday of the month. */
export interface LastOfMonthItem extends Span {
  readonly kind: "lastOfMonth";
  readonly weekday: CronValue;
}
/** Day of week `MON#2`: the second Monday of the month; months without a fifth are left out by `#5`. */
export interface NthOfMonthItem extends Span {
  readonly kind: "nthOfMonth";
  readonly weekday: CronValue;
  /** 1 to 5. */
  readonly nth: number;
}

/** Each is the only item of its field. */
export type SpecialItem =
  LastItem | LastWeekdayItem | NearestWeekdayItem | SaturdayItem | LastOfMonthItem | NthOfMonthItem;

export type CronItem = StarItem | ListItem | SpecialItem;

/** Whether the item is one that may stand in a list. */
export function isListItem(item: CronItem): item is ListItem {
  return item.kind === "value" || item.kind === "range" || item.kind === "step";
}

/** A field as it was written. */
export interface CronField extends Span {
  readonly name: CronFieldName;
  /** At least one; only `value`, `range` and `step` items stand beside others. */
  readonly items: readonly CronItem[];
  /** Whether the field is literally `*`. Only then is a day field unrestricted: a star with step 1 is not. */
  readonly isStar: boolean;
}

/** How the days that a day field names are found in a month. */
export type DayRule =
  /** The field is `*`: the other day field decides. */
  | { readonly kind: "any" }
  /** Bit 0 is the 1st. */
  | { readonly kind: "days"; readonly days: number }
  /** Bit 0 is Sunday. */
  | { readonly kind: "weekdays"; readonly weekdays: number }
  | Exclude<SpecialItem, SaturdayItem>;

/**
 * A parsed cron expression: as written in `fields`, and as bit masks that say the same to the search.
 * It never changes, so it may be shared.
 */
export interface Cron {
  readonly text: string;
  /** Minute, hour, day of month, month, day of week. */
  readonly fields: readonly [CronField, CronField, CronField, CronField, CronField];
  /** Bit n is minute n, 0 to 31. */
  readonly minutesLow: number;
  /** Bit n is minute 32 + n. */
  readonly minutesHigh: number;
  /** Bit n is hour n. */
  readonly hours: number;
  /** Bit 0 is January. */
  readonly months: number;
  readonly dayOfMonth: DayRule;
  readonly dayOfWeek: DayRule;
}

export interface CronSyntaxError extends Span {
  /** null: the expression as a whole. */
  readonly field: CronFieldName | null;
  /** What is wrong, what was written, what is allowed; no position. */
  readonly message: string;
}

export type ParseResult =
  | { readonly ok: true; readonly cron: Cron }
  /** At least one error; one for each bad field, in their order. */
  | { readonly ok: false; readonly errors: readonly CronSyntaxError[] };
