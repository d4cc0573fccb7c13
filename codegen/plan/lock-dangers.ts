import type { Overlap } from "../../src/job-map.ts";
import type { ResolvedJob } from "../resolved.ts";
import type { Finding } from "./merge-findings.ts";
import { namesWords } from "./names.ts";
import { runsByItself } from "./runs-by-itself.ts";
import { durationWords } from "./words.ts";
import { worstRunMs, worstRunWords } from "./worst-run.ts";

/** What becomes of runs that are due while another job holds their lock: with `allow` nothing. */
const heldWords: readonly (readonly [Overlap, string])[] = [
  ["skip", "what is due meanwhile is skipped"],
  ["wait", "what is due meanwhile waits, one run at most, and the rest is skipped"],
];

/** Of an environment: a run that can hold a shared lock for longer than another job's period, where that is new. */
export function lockDangers(
  environment: string,
  before: readonly ResolvedJob[],
  after: readonly ResolvedJob[],
): Finding[] {
  const old = new Map(before.map((job) => [job.key, job]));
  const wasInTheWay = (holder: ResolvedJob, mate: ResolvedJob): boolean => {
    const [one, other] = [old.get(holder.key), old.get(mate.key)];
    return one !== undefined && other?.settings.overlap === mate.settings.overlap && isInTheWay(one, other);
  };
  const groups = Map.groupBy(after.filter(runsByItself), ({ lock }) => lock);
  return [...groups].flatMap(([lock, jobs]) =>
    jobs.flatMap((holder) =>
      heldWords.flatMap(([overlap, words]): Finding[] => {
        const mates = jobs.filter(
          (mate) =>
            mate.settings.overlap === overlap && isInTheWay(holder, mate) && !wasInTheWay(holder, mate),
        );
        if (mates.length === 0) return [];
        const periodMs = Math.min(...mates.map(({ shortestPeriodMs }) => shortestPeriodMs ?? Infinity));
        const names = namesWords(mates.map(({ key }) => key));
        const tell: Finding["tell"] = (who) =>
          `A run of ${who} can hold the lock ${lock} for ${durationWords(worstRunMs(holder))} at worst ` +
          `(${worstRunWords(holder)}). ${names} ${mates.length === 1 ? "shares" : "share"} it, due every ` +
          `${durationWords(periodMs)} at the shortest: ${words}.`;
        return [{ kind: "shared-lock", environment, job: holder.key, tell }];
      }),
    ),
  );
}

/** Whether one run of a job can outlast the time between two of another with the same lock. */
function isInTheWay(holder: ResolvedJob, mate: ResolvedJob): boolean {
  return (
    holder.key !== mate.key &&
    holder.lock === mate.lock &&
    runsByItself(holder) &&
    runsByItself(mate) &&
    mate.shortestPeriodMs !== null &&
    worstRunMs(holder) > mate.shortestPeriodMs
  );
}
