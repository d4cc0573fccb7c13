import type { Draft } from "./draft.ts";
import { expireRuns } from "./expire.ts";
import { takeMissed } from "./missed.ts";
import { dropStale } from "./owed.ts";
import { pruneHistory } from "./prune.ts";
import { remind } from "./remind.ts";
import { GRACE_MS } from "./watermark.ts";

/** So many missed minutes are taken at once; the alarm comes again at once for the rest. */
const MOST_MISSED = 500;

/** What the second clock finds out when it looks: what is lost, missed, over, and still not well. */
export function passTime(draft: Draft): void {
  expireRuns(draft);
  for (const { job } of draft.jobsOwing()) dropStale(draft, job);
  for (const { job } of draft.jobsGone()) pruneHistory(draft, job);
  let left = MOST_MISSED;
  for (const job of draft.watch.jobs.values()) {
    left -= takeMissed(draft, job, { until: draft.now - GRACE_MS }, left);
    remind(draft, job);
    if (left <= 0) return;
  }
}
