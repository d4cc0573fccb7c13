import type { PlannedRun } from "../execute-run.ts";
import type { Watch } from "./draft.ts";
import type { StartedRun } from "./start.ts";

/** What is executed, as this release's job map has it; nothing where it lacks the job. */
export function plannedRun({ run, leaseUntil, progress }: StartedRun, { jobs }: Watch): PlannedRun[] {
  const watched = jobs.get(run.job);
  if (watched === undefined) return [];
  const { definition, settings } = watched;
  const { job, runId: id, correlationId, trigger, scheduledTime, lock } = run;
  return [
    {
      run: { job, definition, settings, id, correlationId, trigger, scheduledTime },
      lock,
      leaseUntil,
      progress,
    },
  ];
}
