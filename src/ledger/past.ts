import type { AttemptRecord } from "../run.ts";
import type { RunEvent } from "./protocol.ts";
import type { OpenRun, RunRow } from "./state.ts";

/** What became of a run before. */
export type Past = Pick<OpenRun, "events" | "attempts">;

export const NO_PAST: Past = { events: [], attempts: [] };

/** So much of a run's past is kept, the first and the last: one that is lost each time it is made up has it for weeks. */
const MOST_KEPT = 50;

/** The attempts of a run from two tellings, of which the later may tell those of the earlier again. */
export function joinAttempts(
  earlier: readonly AttemptRecord[],
  later: readonly AttemptRecord[],
): readonly AttemptRecord[] {
  const told = new Set(later.map(({ startedAt }) => startedAt));
  return firstAndLast([...earlier.filter(({ startedAt }) => !told.has(startedAt)), ...later]);
}

/** All attempts of a run that is under way. */
export function attemptsOf({ attempts, phase }: Pick<OpenRun, "attempts" | "phase">): OpenRun["attempts"] {
  return phase.is === "deferred" ? joinAttempts(attempts, phase.progress.attempts) : attempts;
}

/** What happened to a run, and then this. */
export function addEvent(events: readonly RunEvent[], event: RunEvent): readonly RunEvent[] {
  return firstAndLast([...events, event]);
}

/** What a run that is run again remembers of its row: where the backend completed it, that is an event already. */
export function asBefore({ events, attempts, endedAt: at, status, error }: RunRow): Past {
  const last = events.at(-1);
  if (last?.at === at && last.status === status) return { events, attempts };
  return { events: addEvent(events, { at, status, why: error ?? "" }), attempts };
}

function firstAndLast<T>(all: readonly T[]): readonly T[] {
  return all.length > MOST_KEPT ? [...all.slice(0, 1), ...all.slice(1 - MOST_KEPT)] : all;
}
