import type { LocalDate } from "./local-date.ts";

/** A schedule's own words, without its modifiers: the dates that it names, and the times of each. */
export interface WrittenForm {
  /**
   * Minutes from the date's midnight, in any order. From 1440 on: the part after midnight of a window, which belongs to
   * the date on which it began.
   */
  readonly times: readonly number[];
  /** Whether it follows the clock face (semantics.md, "Local schedules") rather than the calendar. */
  readonly isInterval: boolean;
  readonly isOn: (date: LocalDate) => boolean;
}
