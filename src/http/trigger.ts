import { describeFaults, readCredentials } from "../credentials.ts";
import { executeRuns } from "../execute-runs.ts";
import type { KnownInvocation } from "../invocation.ts";
import type { Auth, Job } from "../job-map.ts";
import { askLedger, LedgerUnavailable } from "../ledger/client.ts";
import type { RunView } from "../ledger/protocol.ts";
import type { ManualVerdict } from "../ledger/protocol-trigger.ts";
import { messageOf } from "../message-of.ts";
import { alertsWithoutMemory } from "../notify/alert.ts";
import { sendAnalytics } from "../notify/analytics.ts";
import { sendSlackAlerts } from "../notify/slack.ts";
import type { Run } from "../run.ts";
import { cronRunId, keyedRunId, manualRunId } from "../run-id.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { lockOf, settingsOf } from "../settings.ts";
import { HttpProblem, LEDGER_RETRY_SECONDS } from "./http-problem.ts";
import { runJson, viewOfResult } from "./run-json.ts";
import type { TriggerRequest } from "./trigger-request.ts";

/** How long an answer waits for its runs. */
const ANSWER_WITHIN_MS = 25_000;

/** What `POST /trigger` answers. */
interface TriggerAnswer {
  readonly status: 200 | 202 | 207 | 409 | 502;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Runs jobs by hand. With a ledger the runs are the object's: they go on whether the caller stays or not, and after 25 s
 * the answer says where to look. Without one they are executed here, and the answer comes when they have ended.
 *
 * @param by name of the secret that let the caller in
 * @throws HttpProblem 409 where a backfill is refused, 503 where it needs the ledger and that does not answer
 */
export async function trigger(
  request: TriggerRequest,
  by: string,
  invocation: KnownInvocation,
): Promise<TriggerAnswer> {
  const runs = await Promise.all(request.jobs.map((job) => runOf(job, request, invocation)));
  const environment = invocation.configuration.environmentName;
  if (request.isDryRun) {
    const wouldRun = runs.map((run) => preview(run, invocation));
    return { status: 200, body: { environment, dryRun: true, runs: wouldRun } };
  }
  const views = await triggerInLedger(runs, request, by, invocation).catch((error: unknown) => {
    if (!(error instanceof LedgerUnavailable)) throw error;
    if (request.scheduledTime !== null) {
      invocation.log.error("ledger unavailable: a request could not be answered", { error: error.message });
      throw new HttpProblem(
        503,
        "The ledger does not answer, so it is not known whether this run has succeeded already: try again",
        { headers: { "Retry-After": LEDGER_RETRY_SECONDS } },
      );
    }
    invocation.log.error("ledger unavailable: the runs by hand go on without it", { error: error.message });
    return runHere(runs, by, invocation);
  });
  return {
    status: statusOf(views),
    body: { environment, runs: views.map((view) => triggeredJson(view, invocation)) },
  };
}

async function triggerInLedger(
  runs: readonly Run[],
  { scheduledTime, isForced }: TriggerRequest,
  by: string,
  invocation: KnownInvocation,
): Promise<readonly RunView[]> {
  const manual = runs.map((run) => ({
    job: run.job,
    runId: run.id,
    correlationId: run.correlationId,
    scheduledTime: run.scheduledTime,
    isBackfill: scheduledTime !== null,
    isForced,
  }));
  const tick = invocation.platform.uuid();
  const verdicts = await askLedger(invocation, (ledger) => ledger.trigger({ tick, by, runs: manual }));
  const [refusal] = verdicts;
  if (verdicts.length === 1 && refusal?.verdict === "refused")
    throw new HttpProblem(409, `The run is refused: ${refusal.why}`);
  return resultsOf(runs, verdicts, by, invocation);
}

/** What the runs have come to within 25 s; of those that are not to run, why. */
async function resultsOf(
  runs: readonly Run[],
  verdicts: readonly ManualVerdict[],
  by: string,
  invocation: KnownInvocation,
): Promise<RunView[]> {
  const runIds = verdicts.filter((verdict) => whyNot(verdict) === null).map(({ runId }) => runId);
  const known = await askLedger(
    invocation,
    (ledger) => ledger.results(runIds, ANSWER_WITHIN_MS),
    ANSWER_WITHIN_MS + 2_000,
  ).catch((error: unknown): readonly RunView[] => {
    invocation.log.warn("ledger unavailable: what the runs by hand have come to is not known", {
      error: messageOf(error),
    });
    return []; // They are under way all the same.
  });
  return runs.map((run, index) => {
    const verdict = verdicts[index];
    const runId = verdict?.runId ?? run.id;
    const why = verdict === undefined ? null : whyNot(verdict);
    const view = why === null ? known.find((each) => each.runId === runId) : undefined;
    return view ?? untoldView({ ...run, id: runId }, why, by, invocation);
  });
}

/** Why a run is not to run; null where it is. */
function whyNot(verdict: ManualVerdict): string | null {
  return "why" in verdict ? verdict.why : null;
}

function untoldView(
  run: Run,
  skippedBecause: string | null,
  by: string,
  { platform }: KnownInvocation,
): RunView {
  return {
    ...viewOfResult(
      {
        run,
        status: skippedBecause === null ? "running" : "skipped",
        attempts: 0,
        attemptRecords: [],
        statusCode: null,
        startedAt: platform.now(),
        durationMs: 0,
        error: skippedBecause,
      },
      by,
    ),
    startedAt: null,
    endedAt: null,
  };
}

async function runHere(runs: readonly Run[], by: string, invocation: KnownInvocation): Promise<RunView[]> {
  const planned = runs.map((run) => ({
    run,
    lock: lockOf(run.job, run.definition),
    leaseUntil: null,
    progress: null,
  }));
  const { results } = await executeRuns(planned, invocation, null);
  await Promise.all([
    sendSlackAlerts(alertsWithoutMemory(results), invocation),
    sendAnalytics(results, invocation),
  ]);
  return results.map((result) => viewOfResult(result, by));
}

/**
 * A run by hand. A caller's Idempotency-Key makes the run id, so that the backend sees one key, and the
 * same bytes, however often and whenever the caller repeats the request.
 */
async function runOf(
  [key, definition]: readonly [string, Job],
  { scheduledTime, idempotencyKey }: TriggerRequest,
  { platform, environment, configuration }: KnownInvocation,
): Promise<Run> {
  const now = platform.now();
  const { environmentName } = configuration;
  const run = {
    job: key,
    definition,
    settings: settingsOf(definition, environment.defaults),
    correlationId: platform.uuid(),
    trigger: "manual",
  } as const;
  if (scheduledTime !== null)
    return { ...run, id: cronRunId(environmentName, key, scheduledTime), scheduledTime };
  if (idempotencyKey !== null && idempotencyKey !== "") {
    return { ...run, id: await keyedRunId(environmentName, key, idempotencyKey), scheduledTime: null };
  }
  return {
    ...run,
    id: manualRunId(environmentName, key, now, platform.uuid().slice(0, 8)),
    scheduledTime: flooredMinute(now) * MINUTE_MS,
  };
}

function preview(run: Run, { configuration }: KnownInvocation): object {
  const { definition, settings } = run;
  return {
    job: run.job,
    name: definition.name,
    method: definition.method,
    url: configuration.redact(`${configuration.backendBase ?? ""}${definition.path}`),
    timeoutMs: settings.timeoutMs,
    maxAttempts: settings.retry.maxAttempts,
    auth: authPreview(settings.auth, configuration.secrets),
  };
}

function authPreview(auth: Auth, secrets: ReadonlyMap<string, string>): string {
  const faults = describeFaults(readCredentials(auth, secrets).faults);
  if (faults !== null) return faults;
  const signed = auth.hmac === undefined ? null : `signed with ${auth.hmac}`;
  return [auth.bearer, signed].filter((each) => each !== null).join(", ") || "none";
}

function statusOf(views: readonly RunView[]): TriggerAnswer["status"] {
  const count = (...statuses: string[]): number =>
    views.filter(({ status }) => statuses.includes(status)).length;
  if (count("running", "deferred") > 0) return 202;
  if (count("succeeded") === views.length) return 200;
  if (count("skipped") === views.length) return 409;
  return count("succeeded") === 0 ? 502 : 207;
}

/** A run, and where to look for its end. */
function triggeredJson(view: RunView, invocation: KnownInvocation): object {
  return {
    ...runJson(view, invocation),
    ...(view.endedAt === null && view.status !== "skipped" && { url: runUrl(view.runId) }),
  };
}

/** A run's address. `#` would begin a fragment. */
function runUrl(runId: string): string {
  return `/runs/${encodeURIComponent(runId).replaceAll("%3A", ":")}`;
}
