import type { Draft } from "./draft.ts";

const DAY_MS = 86_400_000;

/** History that is older goes. */
const MAX_AGE_MS = 30 * DAY_MS;
/** Beyond this, each new run of a job removes that job's oldest. */
const MAX_RUNS = 10_000;
/** So many of each job are always kept. */
const LEAST_RUNS = 50;
/** What is younger is always kept: by its row a duplicate is known. */
const LEAST_AGE_MS = 3 * DAY_MS;

/** No more than this goes for each run that comes, so that the cost of a run stays what it is. */
const MOST_AT_ONCE = 2;

/** Takes what is too old or too much out of a job's history. The watermark knows all the same that it is settled. */
export function pruneHistory(draft: Draft, job: string): void {
  const { kept } = draft.job(job);
  if (kept <= LEAST_RUNS) return;
  const withinMs = draft.watch.jobs.get(job)?.definition.catchUp?.withinMs ?? 0;
  const youngestAt = draft.now - Math.max(LEAST_AGE_MS, withinMs);
  let all = draft.kept;
  let left = kept;
  for (const key of draft.oldest(job, Math.min(MOST_AT_ONCE, kept - LEAST_RUNS))) {
    const isTooOld = key.at < draft.now - MAX_AGE_MS;
    // One of long ago that was run by hand is as young as its result.
    const isRecent = Math.max(key.at, key.endedAt) >= youngestAt;
    if (isRecent || !(isTooOld || all > MAX_RUNS)) break;
    draft.prune(key);
    left -= 1;
    all -= 1;
  }
  if (left !== kept) draft.change(job, { kept: left });
}
