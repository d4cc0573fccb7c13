import type { Job } from "./job-map.ts";
import { MINUTE_MS } from "./scheduled-minute.ts";

/** How late a run may start where nothing is made up. */
const LATE_TICK_MS = 15 * MINUTE_MS;

/** How long after its time a run whose tick is late, or whose lock is held, may still start, in milliseconds. */
export function lateAfterMs({ catchUp }: Pick<Job, "catchUp">): number {
  return catchUp?.withinMs ?? LATE_TICK_MS;
}
