import type { Almanac, JobSettings } from "../../src/job-map.ts";
import { builtIn } from "../schema/built-in.ts";
import type { RawEnvironment, RawJob, RawSchedules, RawSettings } from "../schema/raw.ts";
import { schedulePath, schedulesIn } from "../schema/written-schedules.ts";
import type { ResolvedEnvironment, ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import { planLimits } from "../limits.ts";
import { buildAlmanac } from "./build-almanac.ts";
import { lowerSchedules } from "./lower-schedule.ts";
import { resolveClock, resolveSpread } from "./resolve-clock.ts";
import { resolveLedger } from "./resolve-ledger.ts";
import { completeSettings, mergeSettings, resolveNotify } from "./resolve-settings.ts";
import { resolveRequest } from "./resolve-request.ts";
import { shortestPeriodMs } from "./timetable.ts";

/** Raw → resolved: every default filled in, every schedule lowered to rules, one entry for each job and environment. */
export function resolveSchedules(raw: RawSchedules, firstYear?: number): ResolvedSchedules {
  const { plan, cronTriggers } = raw.account;
  const almanac = buildAlmanac(raw, firstYear);
  return {
    almanac,
    account: { plan, cronTriggers: cronTriggers ?? planLimits[plan].cronTriggers },
    worker: raw.worker,
    environments: Object.entries(raw.environments).map(([name, environment]) =>
      resolveEnvironment(raw, name, environment, almanac),
    ),
    jobNames: Object.keys(raw.jobs),
  };
}

function resolveEnvironment(
  raw: RawSchedules,
  name: string,
  environment: RawEnvironment,
  almanac: Almanac,
): ResolvedEnvironment {
  const notify = resolveNotify(environment.notify);
  const layers = [environment.defaults, raw.defaults] as const;
  const defaults = completeSettings(mergeSettings(...layers), { ...pickSettings(builtIn), notify });
  const deadline = mergeSettings(...layers).deadlineMs;
  return {
    name,
    worker: environment.worker ?? `${raw.worker}-${name}`,
    isDefault: environment.default ?? false,
    backend: environment.backend,
    logLevel: environment.logLevel ?? builtIn.environment.logLevel,
    concurrency: environment.concurrency ?? builtIn.environment.concurrency,
    healthPath: environment.healthPath ?? builtIn.environment.healthPath,
    vars: environment.vars ?? {},
    notify,
    analytics: environment.analytics ?? null,
    heartbeat: environment.heartbeat ?? false,
    defaults,
    jobs: Object.entries(raw.jobs).map(([key, job]) =>
      resolveJob(key, job, name, { layers, defaults, deadline }, almanac),
    ),
  };
}

function pickSettings(all: JobSettings): JobSettings {
  const { timeoutMs, retry, auth, success, enabled, notify, overlap } = all;
  return { timeoutMs, retry, auth, success, enabled, notify, overlap };
}

/** What an environment gives to its jobs. */
interface Inherited {
  readonly layers: readonly (RawSettings | undefined)[];
  readonly defaults: JobSettings;
  readonly deadline: number | undefined;
}

function resolveJob(
  key: string,
  job: RawJob,
  environment: string,
  inherited: Inherited,
  almanac: Almanac,
): ResolvedJob {
  const override = Object.hasOwn(job.overrides ?? {}, environment) ? job.overrides?.[environment] : undefined;
  const { deadlineMs, ...own } = mergeSettings(override, job);
  const layers = [override, job, ...inherited.layers];
  const clock = resolveClock(layers);
  const schedules = schedulesIn(key, job, environment).map((each) => each.schedule);
  const schedule = lowerSchedules(schedules, clock);
  const period = shortestPeriodMs(schedule, almanac);
  return {
    key,
    environment,
    name: job.name ?? key,
    description: job.description,
    owner: job.owner,
    runbook: job.runbook,
    ...resolveRequest(job, override),
    settings: completeSettings(own, inherited.defaults),
    deadlineMs: deadlineMs ?? inherited.deadline ?? Math.max(period ?? 0, builtIn.minDeadlineMs),
    ...resolveLedger(layers, { key, shortestPeriodMs: period, zone: clock.timeZone, almanac }),
    own,
    spreadDelayMs: resolveSpread(layers, environment, key),
    clock,
    schedule,
    shortestPeriodMs: period,
    paths: {
      job: ["jobs", key],
      schedule: schedulePath(key, job, environment),
    },
  };
}
