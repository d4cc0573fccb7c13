import type { Almanac } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { ResolvedJob } from "../resolved.ts";
import type { CompiledEnvironment } from "../compiled.ts";
import { compareJobs, isSameJob } from "./compare-jobs.ts";
import type { JobOf, runsComparer } from "./compare-jobs.ts";
import { compareOrder, compareWords } from "./compare-settings.ts";
import { compareTriggers } from "./compare-triggers.ts";
import type { Wakes } from "./compare-triggers.ts";
import { pairByName } from "./pair-by-name.ts";
import { environmentWords } from "./job-words.ts";
import type { EnvironmentPlan, JobPlan, SettingChange } from "./plan.ts";

/** An environment of one version. */
export interface EnvironmentOf {
  readonly compiled: CompiledEnvironment;
  readonly almanac: Almanac;
}

/** null: there is none on this side. */
interface Sides<T> {
  readonly before: T | null;
  readonly after: T | null;
}

interface Context {
  /** Keys of the jobs that both versions have. */
  readonly sharedKeys: ReadonlySet<string>;
  readonly nowMinute: EpochMinute;
  readonly pausedSince: ReadonlyMap<string, EpochMinute>;
}

/** What becomes of an environment and its jobs; null where nothing does. */
export function compareEnvironments(
  { before, after }: Sides<EnvironmentOf>,
  compareRuns: ReturnType<typeof runsComparer>,
  wakes: { readonly before: Wakes; readonly after: Wakes },
  { nowMinute, pausedSince, sharedKeys }: Context,
): EnvironmentPlan | null {
  const name = (after ?? before)?.compiled.environment.name ?? "";
  const newRuns = new Map<string, readonly EpochMinute[]>();
  const jobs = pairByName(jobsOf(before), jobsOf(after), ({ job }) => job.key).flatMap(
    ([old, now]): JobPlan[] => {
      if (old && now && isSameJob(old, now)) return [];
      if (!(before && after) && isElsewhere((now ?? old)?.job, sharedKeys)) return [];
      const compared = compareRuns(old, now);
      const plan = compareJobs(old, now, compared, nowMinute);
      if (!plan) return [];
      if (compared.newRuns.length > 0) newRuns.set(plan.key, compared.newRuns);
      const isOfPause = plan.change === "removed" || plan.settings.some(({ setting }) => setting === "pause");
      const since = isOfPause && old ? pausedSince.get(pauseKey(name, plan.key)) : undefined;
      return [{ ...plan, pausedSince: since ?? null }];
    },
  );
  const spare = (of: Wakes) => of.get(name)?.sparePerDay ?? 0;
  const triggers = compareTriggers(
    before?.compiled,
    after?.compiled,
    { before: spare(wakes.before), after: spare(wakes.after) },
    newRuns,
  );
  const settings = compareSettings(before, after);
  const isSame = jobs.length + settings.length + triggers.added.length + triggers.removed.length === 0;
  if (before && after && isSame) return null;
  return { name, change: before ? (after ? "changed" : "removed") : "added", settings, jobs, triggers };
}

/** What a pause is found by. */
export function pauseKey(environment: string, job: string): string {
  return `${environment}:${job}`;
}

function compareSettings(before: EnvironmentOf | null, after: EnvironmentOf | null): SettingChange[] {
  const words = (side: EnvironmentOf | null) =>
    side
      ? environmentWords(side.compiled.environment, side.compiled.secrets)
      : new Map<string, string | null>();
  const told = compareWords(words(before), words(after));
  if (before && after)
    return [...told, ...compareOrder(before.compiled.environment.jobs, after.compiled.environment.jobs)];
  return told.filter(({ setting }) => ["Worker", "backend", "secrets"].includes(setting));
}

/** In an environment that comes or goes, a job that only runs by hand there, and is in the file before and after: no news. */
function isElsewhere(job: ResolvedJob | undefined, sharedKeys: ReadonlySet<string>): boolean {
  return job !== undefined && job.schedule.length === 0 && sharedKeys.has(job.key);
}

function jobsOf(side: EnvironmentOf | null): JobOf[] {
  if (!side) return [];
  const { jobs } = side.compiled.environment;
  const holders = Map.groupBy(jobs, ({ lock }) => lock);
  return jobs.map((job) => ({
    job,
    lockMates: (holders.get(job.lock) ?? []).map(({ key }) => key).filter((key) => key !== job.key),
    almanac: side.almanac,
  }));
}
