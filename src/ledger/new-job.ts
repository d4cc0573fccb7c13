import { flooredMinute } from "../scheduled-minute.ts";
import { QUIET } from "./alert-policy.ts";
import type { JobState } from "./state.ts";

/** The state of a job that is seen for the first time, `now` in epoch ms. */
export function newJob(job: string, now: number): JobState {
  return {
    job,
    schedule: "",
    wasPaused: false,
    watchedSince: now,
    watermark: flooredMinute(now),
    expected: null,
    ahead: [],
    owed: [],
    pauses: [],
    alerts: QUIET,
    pending: [],
    totals: {
      runs: {},
      missed: 0,
      lost: 0,
      durationMs: 0,
      durations: 0,
      latenessMs: 0,
      latenesses: 0,
      lastSuccessAt: null,
    },
    kept: 0,
  };
}

/** What was stored by an earlier release, with what it did not know yet. */
export function withDefaults(stored: JobState): JobState {
  const fresh = newJob(stored.job, stored.watchedSince);
  return { ...fresh, ...stored, totals: { ...fresh.totals, ...stored.totals } };
}
