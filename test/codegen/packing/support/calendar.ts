/** One day of the calendar as `Date` has it. */
export interface CalendarDay {
  readonly month: number;
  readonly date: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly daysLeft: number;
}

/** Every day from 2000 to 2399, after which the calendar repeats. */
export const fourCenturies: readonly CalendarDay[] = Array.from({ length: 146_097 }, (_, index) => {
  const day = new Date(Date.UTC(2000, 0, 1 + index));
  const length = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  return {
    month: day.getUTCMonth() + 1,
    date: day.getUTCDate(),
    weekday: day.getUTCDay(),
    daysLeft: length - day.getUTCDate(),
  };
});
