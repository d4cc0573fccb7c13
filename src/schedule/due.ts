import type { ScheduleRule } from "../job-map.ts";
import { matches, parseCron, type Cron, type EpochMinute } from "./cron.ts";
import { MINUTES_PER_DAY } from "./civil.ts";

/**
 * Parsed once in an isolate's life. Sharing it between requests is safe: a `Cron` never changes and
 * follows from its text alone. It stays small, as all texts come from the generated job map.
 */
const parsed = new Map<string, Cron>();

/**
 * Whether one of the rules holds this minute.
 * @throws Error where a rule's cron does not parse: the compiler has checked it, so that is our bug
 */
export function isDue(rules: readonly ScheduleRule[], minute: EpochMinute): boolean {
  return rules.some((rule) => matches(cronOf(rule.cron), minute - MINUTES_PER_DAY * (rule.carryDays ?? 0)));
}

function cronOf(text: string): Cron {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const result = parseCron(text);
  if (!result.ok) {
    throw new Error(
      `the job map holds an invalid cron, ${JSON.stringify(text)}: ${result.errors[0]?.message}`,
    );
  }
  parsed.set(text, result.cron);
  return result.cron;
}
