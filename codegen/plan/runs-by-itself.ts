import type { ResolvedJob } from "../resolved.ts";

/** Whether a job runs without being asked to; a pause is told of by itself. */
export function runsByItself({ schedule, settings }: Pick<ResolvedJob, "schedule" | "settings">): boolean {
  return schedule.length > 0 && settings.enabled;
}
