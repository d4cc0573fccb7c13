import type { KnownInvocation } from "../invocation.ts";
import { isoTime } from "../iso-time.ts";
import type { Job } from "../job-map.ts";
import { askStanding, LedgerUnavailable } from "../ledger/client.ts";
import { currentPause, filePausedBecause } from "../ledger/pause.ts";
import type { JobStanding, LivePause, Standing } from "../ledger/protocol.ts";
import { nextDue } from "../schedule/next-due.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { lockOf, settingsOf } from "../settings.ts";
import { VERSION } from "../version.ts";

/** So many coming runs of each job are shown. */
const SHOWN_RUNS = 3;

/**
 * `GET /schedule`: what this deployment runs, and what the ledger knows of it. Asking also sets the ledger's second
 * clock going after a deploy; where that fails, the answer says so.
 */
export async function showSchedule(sourceHash: string, invocation: KnownInvocation): Promise<object> {
  const { environment, configuration, platform } = invocation;
  const standing = await askStanding(invocation);
  const jobs = Object.entries(environment.jobs).map(([key, job]) => jobJson(key, job, standing, invocation));
  return {
    environment: configuration.environmentName,
    version: VERSION,
    sourceHash,
    timestamp: isoTime(platform.now()),
    ledger:
      standing instanceof LedgerUnavailable
        ? { status: `unavailable: ${standing.message}` }
        : { status: "healthy", looksAgainAt: isoTime(standing.alarmAt) },
    triggers: Object.keys(environment.triggers),
    jobs,
  };
}

function jobJson(
  key: string,
  job: Job,
  standing: Standing | LedgerUnavailable,
  invocation: KnownInvocation,
): object {
  const { environment, platform } = invocation;
  const { enabled, overlap } = settingsOf(job, environment.defaults);
  const known =
    standing instanceof LedgerUnavailable ? undefined : standing.jobs.find((each) => each.job === key);
  return {
    job: key,
    name: job.name,
    enabled,
    schedule: job.schedule,
    next: enabled ? nextRuns(job, known, invocation) : [],
    overlap,
    lock: lockOf(key, job),
    catchUp: job.catchUp,
    ...(job.completion !== undefined && { completion: job.completion }),
    paused: pausedJson(job, known, platform.now()),
    ...(known !== undefined && standingJson(known)),
  };
}

/** The coming runs: of a job that is paused, those after the pause. */
function nextRuns(
  job: Job,
  known: JobStanding | undefined,
  { almanac, platform }: KnownInvocation,
): string[] {
  const now = platform.now();
  const live = currentPause(known?.pauses ?? [], now);
  const untilMinute = Math.max(
    job.pause === undefined ? 0 : (job.pause.untilMinute ?? Infinity),
    live === null ? 0 : Math.ceil((live.until ?? Infinity) / MINUTE_MS),
  );
  if (untilMinute === Infinity) return [];
  const next: string[] = [];
  let due = nextDue(job.schedule, Math.max(flooredMinute(now), untilMinute - 1), almanac);
  while (due !== null && next.length < SHOWN_RUNS) {
    next.push(isoTime(due * MINUTE_MS));
    due = nextDue(job.schedule, due, almanac);
  }
  return next;
}

function standingJson(standing: JobStanding): object {
  const { watchedSince, settledUntilMinute, failingSince, missingSince, totals, pauses } = standing;
  return {
    watchedSince: isoTime(watchedSince),
    settledUntil: isoTime(settledUntilMinute * MINUTE_MS),
    lastSuccess: totals.lastSuccessAt === null ? null : isoTime(totals.lastSuccessAt),
    failingSince: failingSince === null ? null : isoTime(failingSince),
    missingSince: missingSince === null ? null : isoTime(missingSince),
    ...(pauses.length > 0 && { pauses: pauses.map(livePauseJson) }),
  };
}

/** Why it does not run now, by the file or by a switch; null where it does. */
function pausedJson(job: Job, known: JobStanding | undefined, now: number): object | null {
  const live = currentPause(known?.pauses ?? [], now);
  if (live !== null) return livePauseJson(live);
  const { pause } = job;
  if (pause === undefined || filePausedBecause(job, flooredMinute(now)) === null) return null;
  const until = pause.untilMinute === undefined ? null : isoTime(pause.untilMinute * MINUTE_MS);
  return { reason: pause.reason, until, by: "schedules.yaml" };
}

/** A pause, as every answer tells it. */
export function livePauseJson({ since, until, reason, by, resumedBy }: LivePause): object {
  return {
    reason,
    since: isoTime(since),
    until: until === null ? null : isoTime(until),
    by,
    ...(resumedBy !== undefined && { resumedBy }),
  };
}
