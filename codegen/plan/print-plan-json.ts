import { isoMinute } from "../next/iso-minute.ts";
import type { Instant, Plan } from "./plan.ts";
import { hasChanges } from "./plan.ts";
import { handoverWords } from "./handover-words.ts";
import type { PlanLabels } from "./plan-words.ts";

/** A plan for programs: as it is, its times in ISO 8601. `version` changes when the meaning of a field does. */
export function printPlanJson(plan: Plan, { before, after }: PlanLabels): string {
  const { kind, nowMinute, fromMinute, untilMinute, dangers, environments, zones, account } = plan;
  return JSON.stringify(
    {
      version: 1,
      kind,
      before,
      after,
      changed: hasChanges(plan),
      now: isoMinute(nowMinute),
      from: isoMinute(fromMinute),
      until: isoMinute(untilMinute),
      dangers,
      environments: environments.map((environment) => ({
        ...environment,
        jobs: environment.jobs.map(({ pausedSince, runs, ...job }) => ({
          ...job,
          runs: runs && {
            ...runs,
            first: runs.first && {
              from: moment(runs.first.from),
              to: moment(runs.first.to),
              firstNew: moment(runs.first.firstNew),
            },
          },
          pausedSince: pausedSince === null ? null : isoMinute(pausedSince),
        })),
      })),
      zones: zones.map(({ zone, changes }) => ({
        zone,
        changes: changes.map(({ minute, byMinutes }) => ({ time: isoMinute(minute), byMinutes })),
      })),
      account,
      handover: handoverWords(plan),
    },
    null,
    2,
  );
}

function moment(instant: Instant | null) {
  if (!instant) return null;
  const { minute, zone, offset } = instant;
  return { time: isoMinute(minute), local: isoMinute(minute + offset).slice(0, -1), zone };
}
