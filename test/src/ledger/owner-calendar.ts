/** When the owner's production jobs are due, by hand from `schedules.yaml`: nothing of the code that is tested is asked. */
import { type CronTick, DAY, MINUTE, START } from "./world.ts";

/** The due minutes by the owner's own words, each as `job minute-of-the-day`. */
const TIMES: Readonly<Record<string, readonly number[]>> = {
  every5min: Array.from({ length: 288 }, (_, index) => 5 * index),
  partiesImport: [2 * 60 + 6],
  checkCurrent: [23 * 60 + 23],
  mopDelta: [23 * 60 + 33],
};

/** The run ids that must be accounted for by an instant. */
export function dueIds(until: number): Set<string> {
  const ids = new Set<string>();
  for (let day = START; day < until; day += DAY) {
    for (const [job, minutes] of Object.entries(TIMES)) {
      for (const minute of minutes) {
        const at = day + minute * MINUTE;
        if (at <= until)
          ids.add(`test:${job}:${new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`);
      }
    }
  }
  return ids;
}

/** Each trigger's minutes from one instant up to another, by the owner's own times. */
export function ticksOf(
  triggers: Readonly<Record<string, readonly string[]>>,
  from: number,
  until: number,
): CronTick[] {
  return Object.entries(triggers)
    .flatMap(([cron, jobs]) =>
      (TIMES[jobs[0] ?? ""] ?? []).map((minute) => ({ cron, scheduledTime: from + minute * MINUTE })),
    )
    .filter(({ scheduledTime }) => scheduledTime < until)
    .toSorted((a, b) => a.scheduledTime - b.scheduledTime);
}
