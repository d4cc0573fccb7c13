import { MINUTE_MS } from "../scheduled-minute.ts";
import type { Draft } from "./draft.ts";
import { takeMissed } from "./missed.ts";
import { currentPause } from "./pause.ts";
import type { LivePause, PauseRequest } from "./protocol.ts";

/** So many pauses of a job are remembered. */
const REMEMBERED = 20;

/** Stops a job's scheduled runs from now on. A pause that is in force is ended by the new one. */
export function pauseJob(draft: Draft, { job, until, reason, by }: PauseRequest): LivePause {
  const pause: LivePause = { since: draft.now, until, reason, by };
  resumeJob(draft, job, by);
  draft.change(job, { pauses: [pause, ...draft.job(job).pauses].slice(0, REMEMBERED) });
  return pause;
}

/** Ends the pause in force, and returns it; null where there is none. What was due in it is settled: nothing is made up. */
export function resumeJob(draft: Draft, job: string, by: string): LivePause | null {
  const { pauses } = draft.job(job);
  const current = currentPause(pauses, draft.now);
  if (current === null) return null;
  const watched = draft.watch.jobs.get(job);
  if (watched !== undefined)
    takeMissed(draft, watched, { from: current.since - MINUTE_MS, until: draft.now }, Infinity);
  const ended = { ...current, until: draft.now, resumedBy: by };
  draft.change(job, { pauses: draft.job(job).pauses.map((each) => (each === current ? ended : each)) });
  return ended;
}
