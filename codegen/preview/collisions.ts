import type { EpochMinute } from "../../src/schedule/cron.ts";
import { thousands } from "../text/thousands.ts";
import type { PreviewJob } from "./preview.ts";

/** The minutes at which two jobs or more run, ascending, each with those jobs in their order. */
export type Collisions = ReadonlyMap<EpochMinute, readonly PreviewJob[]>;

export function findCollisions(jobs: readonly PreviewJob[]): Collisions {
  const jobsAt = new Map<EpochMinute, PreviewJob[]>();
  for (const job of jobs) {
    for (const { minute } of job.runs) {
      const there = jobsAt.get(minute);
      if (there) there.push(job);
      else jobsAt.set(minute, [job]);
    }
  }
  return new Map([...jobsAt].filter(([, there]) => there.length > 1).toSorted(([a], [b]) => a - b));
}

/** `No two jobs run at one minute`, or at how many minutes they do, and how many at most. */
export function collisionsText(collisions: Collisions): string {
  if (collisions.size === 0) return "No two jobs run at one minute";
  let most = 0;
  for (const there of collisions.values()) most = Math.max(most, there.length);
  const minutes = collisions.size === 1 ? "one minute" : `${thousands(collisions.size)} minutes`;
  return `At ${minutes} two jobs or more run, ${most} at most`;
}

/** `1 run`, `2,037 runs`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? "" : "s"}`;
}
