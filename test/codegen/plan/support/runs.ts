import type { ClockedRuns } from "../../../../codegen/plan/compare-runs.ts";

export const day = 1440;
export const stretch = { nowMinute: 0, fromMinute: 0, untilMinute: 30 * day };
export const utc = { zone: "UTC", offsets: { first: 0, changes: [] } };

/** Minutes of the first days of 1970, as `day hh:mm`. */
export function minutes(...times: readonly string[]): number[] {
  return times.map((time) => {
    const [, date, hours, rest] = /^(\d+) (\d\d):(\d\d)$/.exec(time) ?? [];
    return Number(date) * day + Number(hours) * 60 + Number(rest);
  });
}

/** The runs of one version whose clock is UTC. */
export function inUtc(list: readonly number[]): ClockedRuns {
  return { minutes: list, clock: utc };
}
