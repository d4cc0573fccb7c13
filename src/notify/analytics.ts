import { isoTime } from "../iso-time.ts";
import type { KnownInvocation } from "../invocation.ts";
import type { RunResult } from "../run.ts";
import { postJson, send } from "./send.ts";

const CONTENT_TYPE = "application/cloudevents-batch+json";

/**
 * Posts one batch of events, an event for each run, with the secret ANALYTICS_TOKEN as bearer token.
 * Does nothing where the environment has no `analytics`. Never throws.
 */
export async function sendAnalytics(
  results: readonly RunResult[],
  invocation: KnownInvocation,
): Promise<void> {
  const { environment, configuration, log } = invocation;
  if (!environment.analytics) return;
  const token = configuration.secrets.get("ANALYTICS_TOKEN");
  if (token === undefined) {
    log.error("Run events were not sent: the secret ANALYTICS_TOKEN is not set");
    return;
  }
  const events = results.map((result) => runEvent(result, environment.worker, configuration.environmentName));
  const headers = { "Content-Type": CONTENT_TYPE, Authorization: `Bearer ${token}` };
  await send("The analytics endpoint", environment.analytics.url, postJson(events, headers), invocation);
}

/**
 * A run's result as a CloudEvent. Its id is the correlation id and what became of it, so that two executions under one run
 * id are two events, and so are a run that is deferred and its end; its time is when the run ended.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#required-attributes
 */
function runEvent(result: RunResult, worker: string, environment: string): object {
  const { run, status, attempts, statusCode, startedAt, durationMs, error } = result;
  return {
    specversion: "1.0",
    id: `${run.correlationId}:${status}`,
    source: `/workers/${worker}`,
    type: `cron.run.${status}`,
    time: isoTime(startedAt + durationMs),
    subject: run.job,
    datacontenttype: "application/json",
    data: {
      job: run.job,
      name: run.definition.name,
      environment,
      runId: run.id,
      correlationId: run.correlationId,
      trigger: run.trigger,
      scheduledTime: run.scheduledTime === null ? null : isoTime(run.scheduledTime),
      startedAt: isoTime(startedAt),
      status,
      attempts,
      statusCode,
      duration: durationMs,
      error,
    },
  };
}
