/** Cron expressions in Cloudflare's dialect: what the compiler and the Worker use of them. */

export type { EpochMinute } from "./civil.ts";
export type { CronFieldName } from "./cron-fields.ts";
export type {
  Cron,
  CronField,
  CronItem,
  CronSyntaxError,
  CronValue,
  DayRule,
  ListItem,
  ParseResult,
  SpecialItem,
} from "./cron-model.ts";
export { parseCron } from "./parse-cron.ts";
export { printCron } from "./print-cron.ts";
export { canEverMatch, matches, nextAfter, previousBefore } from "./search-cron.ts";
