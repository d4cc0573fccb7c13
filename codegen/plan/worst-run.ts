import { longestRunMs } from "../../src/worst-case.ts";
import type { ResolvedJob } from "../resolved.ts";
import { durationWords } from "./words.ts";

/** How long a run can take at worst, in milliseconds, and hold its lock: all attempts run into their timeout, and the completion into its own. */
export function worstRunMs({ settings, deadlineMs, completion }: ResolvedJob): number {
  // The last attempt begins before the deadline.
  const answeredMs = Math.min(longestRunMs(settings), deadlineMs + settings.timeoutMs);
  return answeredMs + (completion?.withinMs ?? 0);
}

/** What such a run is made of. */
export function worstRunWords({ settings, deadlineMs, completion }: ResolvedJob): string {
  const { retry, timeoutMs } = settings;
  const timeout = durationWords(timeoutMs);
  const completed =
    completion === null ? "" : `, and ${durationWords(completion.withinMs)} for its completion`;
  if (retry.maxAttempts === 1) return `one attempt of ${timeout}${completed}`;
  if (longestRunMs(settings) > deadlineMs + timeoutMs)
    return `attempts of ${timeout}, the last begun within ${durationWords(deadlineMs)}${completed}`;
  return `${retry.maxAttempts} attempts of ${timeout} and the waits between them${completed}`;
}
