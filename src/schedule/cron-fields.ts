/** The five fields of a cron expression: what each may hold, for the parser and the printer. */

export type CronFieldName = "minute" | "hour" | "dayOfMonth" | "month" | "dayOfWeek";

export interface FieldSpec {
  readonly name: CronFieldName;
  /** For people: "day of month". */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** For people: what the field takes, "0 to 59". */
  readonly allowed: string;
  /** Names of the values from `min` on; none where the field has only numbers. */
  readonly names: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

export const MINUTE: FieldSpec = {
  name: "minute",
  label: "minute",
  min: 0,
  max: 59,
  allowed: "0 to 59",
  names: [],
};
export const HOUR: FieldSpec = {
  name: "hour",
  label: "hour",
  min: 0,
  max: 23,
  allowed: "0 to 23",
  names: [],
};
export const DAY_OF_MONTH: FieldSpec = {
  name: "dayOfMonth",
  label: "day of month",
  min: 1,
  max: 31,
  allowed: "1 to 31",
  names: [],
};
export const MONTH: FieldSpec = {
  name: "month",
  label: "month",
  min: 1,
  max: 12,
  allowed: "1 to 12 or JAN to DEC",
  names: MONTHS,
};
export const DAY_OF_WEEK: FieldSpec = {
  name: "dayOfWeek",
  label: "day of week",
  min: 1,
  max: 7,
  allowed: "SUN to SAT, or 1 (SUN) to 7 (SAT)",
  names: WEEKDAYS,
};
