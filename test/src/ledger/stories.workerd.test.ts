/**
 * What holds in every story, whatever happens in it:
 *
 * - Every due minute is recorded: its run is in the history.
 * - No run is in the history twice.
 * - The ledger knows how many runs of each job its history holds: by that it makes room.
 * - Each of these runs ends, within two hours of its time.
 * - Nothing is lost in calm: only a run that was killed, or whose result could not be told, is taken for lost, and what the
 *   backend has accepted and never completes.
 * - Locks hold in calm: two runs that share one are never executed at once, unless a job allows it.
 * - A success is real: of a run that the history calls succeeded, the backend has done the work, once.
 * - The alarm does not spin: it never rings more than 25 times a minute.
 * - There is no internal error.
 *
 * Calm is what `story.ts` says: long enough after the last kill, deploy or outage of the ledger.
 */
import { afterAll, describe, expect, it } from "vitest";
import type { RunView } from "../../../src/ledger/protocol.ts";
import { report, tally } from "./report.ts";
import { inStory, type Story } from "./story.ts";
import { HOUR } from "./world.ts";

const SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);

const MOST_RINGS_A_MINUTE = 25;

/** Each names what breaks it; nothing where it holds. */
const INVARIANTS: ReadonlyArray<(story: Story) => readonly string[]> = [
  everyDueMinuteIsRecorded,
  noRunIsTwiceInTheHistory,
  theHistoryIsCounted,
  eachEndsInTime,
  nothingIsLostInCalm,
  locksHoldInCalm,
  aSuccessIsReal,
  theAlarmDoesNotSpin,
  thereIsNoInternalError,
];

function everyDueMinuteIsRecorded({ due, runs }: Story): string[] {
  const recorded = new Set(runs.map(({ runId }) => runId));
  return due.filter((runId) => !recorded.has(runId)).map((runId) => `${runId} is not recorded`);
}

function noRunIsTwiceInTheHistory({ runs }: Story): string[] {
  const byId = Map.groupBy(runs, ({ runId }) => runId);
  return [...byId].filter(([, same]) => same.length > 1).map(([runId]) => `${runId} is there twice`);
}

function theHistoryIsCounted({ counts }: Story): string[] {
  return counts
    .filter(({ kept, rows }) => kept !== rows)
    .map(({ job, kept, rows }) => `${job} has ${rows} runs in the history, and ${kept} are counted`);
}

function eachEndsInTime({ due, runs }: Story): string[] {
  const known = new Map(runs.map((run) => [run.runId, run]));
  return due
    .map((runId) => known.get(runId))
    .filter((run) => run !== undefined)
    .filter(({ endedAt, scheduledTime }) => endedAt === null || endedAt > (scheduledTime ?? 0) + 2 * HOUR)
    .map(({ runId, status }) => `${runId} has not ended in time: ${status}`);
}

function nothingIsLostInCalm({ runs, abandoned, isCalm }: Story): string[] {
  return runs
    .filter(({ status, claimedAt, endedAt }) => status === "lost" && isCalm(claimedAt, endedAt ?? Infinity))
    .filter(({ runId }) => !abandoned.has(runId))
    .map(({ runId }) => `${runId} is lost`);
}

function locksHoldInCalm({ work, isCalm }: Story): string[] {
  return work.flatMap((later, index) =>
    work
      .slice(0, index)
      .filter(
        (earlier) =>
          earlier.until > later.at &&
          isOverlap(earlier, later) &&
          isCalm(earlier.isAccepted ? earlier.at : later.at, later.at),
      )
      .map((earlier) => `${later.key} began beside ${earlier.key}`),
  );
}

type Work = Story["work"][number];

function isOverlap(a: Work, b: Work): boolean {
  return a.lock === b.lock && a.key !== b.key && !a.mayOverlap && !b.mayOverlap;
}

function aSuccessIsReal({ runs, effects }: Story): string[] {
  return runs
    .filter(({ status, runId }) => status === "succeeded" && effects.get(runId) !== 1)
    .map(({ runId }) => `${runId} has ${effects.get(runId) ?? 0} effects`);
}

function theAlarmDoesNotSpin({ rings }: Story): string[] {
  return rings.filter((count) => count > MOST_RINGS_A_MINUTE).map((count) => `${count} rings in a minute`);
}

function thereIsNoInternalError({ lines }: Story): string[] {
  return lines
    .map(({ message, error }) => `${message}: ${JSON.stringify(error)}`)
    .filter((text) => text.includes("internal error"));
}

const all: RunView[] = [];
const happened: Record<string, number> = {};
let [requests, accepted, alerts, mostRingsAMinute] = [0, 0, 0, 0];

afterAll(() => {
  report(`${2 * SEEDS.length} stories`, {
    runs: tally(all),
    requests,
    accepted,
    alerts,
    mostRingsAMinute,
    happened,
  });
});

/** Holds a story to what must hold, and adds it up. */
function checkStory(story: Story): void {
  expect(INVARIANTS.flatMap((breaks) => breaks(story))).toEqual([]);
  all.push(...story.runs);
  requests += story.work.filter(({ isAccepted }) => !isAccepted).length;
  accepted += story.work.filter(({ isAccepted }) => isAccepted).length;
  alerts += story.alerts;
  mostRingsAMinute = Math.max(mostRingsAMinute, ...story.rings);
  for (const [what, times] of Object.entries(story.happened)) {
    happened[what] = (happened[what] ?? 0) + times;
  }
}

const KINDS = [
  { what: "a story", withCompletion: false },
  { what: "a story with completion", withCompletion: true },
];

describe.each(KINDS)("$what", ({ withCompletion }) => {
  it.each(SEEDS)("seed %i", async (seed) => {
    await inStory(seed, checkStory, { withCompletion });
  });
});
