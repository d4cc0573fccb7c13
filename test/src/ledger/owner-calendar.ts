/** When the owner's jobs are due, by hand from `schedules.yaml`: nothing of the code that is tested is asked. */
import { type CronTick, DAY, MINUTE, START } from "./world.ts";

export type OwnersEnvironment = "production" | "staging" | "development";

/** The due minutes by the owner's own words: of each job, minutes of the day. */
const TIMES: Readonly<Record<OwnersEnvironment, Readonly<Record<string, readonly number[]>>>> = {
  production: {
    every5min: Array.from({ length: 288 }, (_, index) => 5 * index),
    partiesImport: [2 * 60 + 6],
    checkCurrent: [23 * 60 + 23],
    mopDelta: [23 * 60 + 33],
  },
  staging: {
    every5min: Array.from({ length: 96 }, (_, index) => 15 * index),
    partiesImport: [3 * 60 + 6],
    checkCurrent: [23],
    mopDelta: [33],
  },
  development: { checkCurrent: [0, 6 * 60, 12 * 60, 18 * 60] },
};

/** The run ids that must be accounted for by an instant. */
export function dueIds(environment: OwnersEnvironment, until: number): Set<string> {
  const ids = new Set<string>();
  for (let day = START; day < until; day += DAY) {
    for (const [job, minutes] of Object.entries(TIMES[environment])) {
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
  environment: OwnersEnvironment,
  triggers: Readonly<Record<string, readonly string[]>>,
  from: number,
  until: number,
): CronTick[] {
  return Object.entries(triggers)
    .flatMap(([cron, jobs]) =>
      (TIMES[environment][jobs[0] ?? ""] ?? []).map((minute) => ({
        cron,
        scheduledTime: from + minute * MINUTE,
      })),
    )
    .filter(({ scheduledTime }) => scheduledTime < until)
    .toSorted((a, b) => a.scheduledTime - b.scheduledTime);
}
