import type { Job, SlackNotify } from "../job-map.ts";
import { type AlertedRun, decideAlerts, type PendingAlert, QUIET } from "../ledger/alert-policy.ts";
import { isFailure, type RunResult } from "../run.ts";

/** An alert, with what of its job people want to know, and who wants to hear of it. */
export interface Alert {
  readonly job: string;
  readonly definition: Pick<Job, "name" | "owner" | "runbook">;
  readonly slack: SlackNotify;
  readonly alert: PendingAlert;
}

/** With no memory of what was before, every run is told as if it were the first: `after` and `remindEvery` need one. */
export function alertsWithoutMemory(results: readonly RunResult[]): Alert[] {
  return results.flatMap((result) => {
    const slack = result.run.settings.notify?.slack;
    if (slack === undefined || !(result.status === "succeeded" || isFailure(result.status))) return [];
    const occurrence = {
      condition: "failing",
      isGood: result.status === "succeeded",
      at: result.startedAt + result.durationMs,
      run: alertedRun(result),
    } as const;
    const { alerts } = decideAlerts(QUIET, occurrence, { ...slack, after: 1 });
    return alerts.map((alert) => ({ job: result.run.job, definition: result.run.definition, slack, alert }));
  });
}

function alertedRun({ run, status, attempts, statusCode, durationMs, error }: RunResult): AlertedRun {
  const { id: runId, correlationId, scheduledTime } = run;
  return { runId, correlationId, status, scheduledTime, tick: "", attempts, statusCode, durationMs, error };
}
