import type { RunStatus } from "../run.ts";
import { previousDue } from "../schedule/next-due.ts";
import { flooredMinute } from "../scheduled-minute.ts";
import { conditionSince } from "./alert-policy.ts";
import { compareKeys, cursorOf, historyTime, jobOfRunId, keyOfCursor } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import { isoTime } from "../iso-time.ts";
import { owedRow } from "./owed.ts";
import { attemptsOf } from "./past.ts";
import type { JobStanding, RunsPage, RunsQuery, RunView } from "./protocol.ts";
import type { OpenRun, OwedRun, RunKey, RunRow } from "./state.ts";
import type { Store } from "./store.ts";
import type { WatchedJob } from "./watched-jobs.ts";
import { accountOf, GRACE_MS } from "./watermark.ts";

/** A page of the history, newest first, with what is under way and what is to be made up. */
export function listRuns(draft: Draft, store: Store, query: RunsQuery): RunsPage {
  const before = query.before === undefined ? null : keyOfCursor(query.before);
  const underWay = unfinishedRuns(draft);
  const unfinished = underWay
    .filter((entry) => query.job === undefined || entry.key.job === query.job)
    .filter((entry) => query.status === undefined || entry.view.status === query.status)
    .filter((entry) => before === null || compareKeys(entry.key, before) < 0);
  const ids = new Set(underWay.map(({ key }) => key.runId));
  const finished = store
    .list({ ...query, before, limit: query.limit + 1 + ids.size })
    .filter(({ runId }) => !ids.has(runId))
    .map((row) => ({ key: row, view: viewOfRow(row) }));
  const sorted = [...unfinished, ...finished].toSorted((a, b) => compareKeys(b.key, a.key));
  const page = sorted.slice(0, query.limit);
  const last = page.at(-1);
  return {
    runs: page.map(({ view }) => view),
    before: sorted.length > query.limit && last !== undefined ? cursorOf(last.key) : null,
    ...(query.job !== undefined &&
      draft.watch.jobs.has(query.job) && { watchedSince: draft.job(query.job).watchedSince }),
  };
}

/** One run; null where nothing is known of it. */
export function findRun(draft: Draft, runId: string): RunView | null {
  const open = draft.openRuns.find((run) => run.runId === runId);
  if (open !== undefined) return viewOfRun(open, draft.now);
  const job = jobOfRunId(runId);
  const owed = draft.findOwed(job, runId);
  if (owed !== undefined) return unfinishedOwed(draft, job, owed).view;
  const row = draft.findById(job, runId);
  return row === null ? null : viewOfRow(row);
}

/** What is known of a job beside its runs. */
export function standingOf(draft: Draft, job: WatchedJob): JobStanding {
  const state = draft.job(job.key);
  return {
    job: job.key,
    isScheduled: job.rules.length > 0,
    watchedSince: state.watchedSince,
    settledUntilMinute: state.watermark,
    overdueMinute: overdueMinute(draft, job),
    pauses: state.pauses,
    failingSince: conditionSince(state.alerts.failing),
    // What is over will not come again.
    missingSince: state.expected === null ? null : conditionSince(state.alerts.missing),
    totals: state.totals,
  };
}

/** The latest due minute that is over, grace and all, where it is neither settled nor under way. */
function overdueMinute(draft: Draft, { key, rules }: WatchedJob): number | null {
  const state = draft.job(key);
  const latest = previousDue(rules, flooredMinute(draft.now - GRACE_MS) + 1, draft.watch.almanac);
  if (latest === null) return null;
  const isOwed = state.owed.some(({ minute }) => minute === latest);
  return isOwed || !accountOf(draft, state)(latest) ? latest : null;
}

interface Unfinished {
  readonly key: RunKey;
  readonly view: RunView;
}

function unfinishedRuns(draft: Draft): Unfinished[] {
  const open = draft.openRuns.map((run) => ({ key: keyOfOpen(run), view: viewOfRun(run, draft.now) }));
  const owed = draft
    .jobsOwing()
    .flatMap((state) => state.owed.map((each) => unfinishedOwed(draft, state.job, each)));
  return [...open, ...owed];
}

function unfinishedOwed(draft: Draft, job: string, owed: OwedRun): Unfinished {
  const why = `${owed.events.at(-1)?.why ?? ""}; it is to be made up`;
  const row = owedRow(draft, job, owed, owed.status, why);
  return { key: row, view: { ...viewOfRow(row), endedAt: null } };
}

function keyOfOpen(run: OpenRun): RunKey {
  return { job: run.job, at: historyTime(run), runId: run.runId };
}

/** A run that is under way. */
export function viewOfRun(run: OpenRun, now: number): RunView {
  const all = attemptsOf(run);
  return {
    job: run.job,
    runId: run.runId,
    status: statusOf(run),
    trigger: run.trigger,
    scheduledTime: run.scheduledTime,
    correlationId: run.correlationId,
    by: run.by,
    claimedAt: run.claimedAt,
    startedAt: all[0]?.startedAt ?? null,
    endedAt: null,
    ...acceptedFields(run),
    statusCode: all.at(-1)?.statusCode ?? null,
    error: errorOf(run, now),
    attempts: all,
    events: run.events,
  };
}

function acceptedFields({ phase }: OpenRun): Pick<RunView, "acceptedAt" | "completeBy"> {
  if (phase.is !== "running" || phase.acceptedAt === undefined) return {};
  return { acceptedAt: phase.acceptedAt, completeBy: phase.leaseUntil };
}

function statusOf({ phase }: OpenRun): RunStatus {
  return phase.is === "running" ? "running" : "deferred";
}

function errorOf({ phase, lock }: OpenRun, now: number): string | null {
  switch (phase.is) {
    case "running":
      return null;
    case "waiting":
      return `it waits until the lock ${lock} is free`;
    case "deferred": {
      const { startedAt, lastError, resumeAt } = phase.progress;
      // One that had no turn yet waits for what its error names.
      if (startedAt === null) return lastError;
      const when = resumeAt > now ? `at ${isoTime(resumeAt)}` : `when its lock ${lock} is free`;
      return `${lastError ?? ""}; it goes on ${when}`;
    }
  }
}

/** A run that has ended. */
export function viewOfRow(row: RunRow): RunView {
  const { at: _, ...view } = row;
  return view;
}
