import { type Cron, matches } from "./schedule/cron.ts";

export const MINUTE_MS = 60_000;

/**
 * The minute that a tick is for: of the minutes at most 60 s away that the expression matches, the one
 * nearest to the scheduled time. Cloudflare keeps cron to about a minute, early or late; of two equally
 * near, late is likelier than early, so the earlier minute wins.
 *
 * @param scheduledTime epoch ms
 * @returns whole minutes since 1970, or null when no minute so near matches
 */
export function scheduledMinute(cron: Cron, scheduledTime: number): number | null {
  const floored = flooredMinute(scheduledTime);
  const distance = (minute: number): number => Math.abs(scheduledTime - minute * MINUTE_MS);
  const [nearest = null] = [floored - 1, floored, floored + 1]
    .filter((minute) => distance(minute) <= MINUTE_MS && matches(cron, minute))
    .toSorted((a, b) => distance(a) - distance(b));
  return nearest;
}

/** The minute, since 1970, that an instant (epoch ms) lies in. */
export function flooredMinute(epochMs: number): number {
  return Math.floor(epochMs / MINUTE_MS);
}
