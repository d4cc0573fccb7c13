import type { KnownInvocation } from "../invocation.ts";
import { askLedger } from "../ledger/client.ts";
import { pausedBecause } from "../ledger/pause.ts";
import type { JobStanding } from "../ledger/protocol.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { VERSION } from "../version.ts";

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** What a sample is read from: the ledger's word, and whether the job is paused by it or by the file. */
interface Measured extends JobStanding {
  readonly isPaused: boolean;
}

interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  /** Labels beside `environment` and `job`, and the value. */
  readonly samples: (
    job: Measured,
  ) => ReadonlyArray<readonly [Readonly<Record<string, string>>, number | null]>;
}

/** A family with one sample a job. */
function one(
  name: string,
  type: Family["type"],
  help: string,
  value: (job: Measured) => number | null,
): Family {
  return { name, type, help, samples: (job) => [[{}, value(job)]] };
}

const FAMILIES: readonly Family[] = [
  {
    name: "cron_runs_total",
    type: "counter",
    help: "Runs by what became of them in the end.",
    samples: ({ totals }) => Object.entries(totals.runs).map(([result, count]) => [{ result }, count]),
  },
  one(
    "cron_missed_total",
    "counter",
    "Due minutes that no tick brought, made up or not.",
    ({ totals }) => totals.missed,
  ),
  one(
    "cron_lost_total",
    "counter",
    "Runs whose result never came, made up or not.",
    ({ totals }) => totals.lost,
  ),
  one(
    "cron_run_duration_seconds_sum",
    "counter",
    "From a run's first attempt to its end.",
    ({ totals }) => totals.durationMs / 1000,
  ),
  one(
    "cron_run_duration_seconds_count",
    "counter",
    "Runs that had an attempt.",
    ({ totals }) => totals.durations,
  ),
  one(
    "cron_run_lateness_seconds_sum",
    "counter",
    "From the scheduled time to the first attempt.",
    ({ totals }) => totals.latenessMs / 1000,
  ),
  one(
    "cron_run_lateness_seconds_count",
    "counter",
    "Scheduled runs that had an attempt.",
    ({ totals }) => totals.latenesses,
  ),
  one("cron_last_success_timestamp_seconds", "gauge", "When the last good run ended.", ({ totals }) =>
    seconds(totals.lastSuccessAt),
  ),
  one(
    "cron_settled_timestamp_seconds",
    "gauge",
    "The minute up to which every due run is accounted for.",
    ({ settledUntilMinute }) => seconds(settledUntilMinute * MINUTE_MS),
  ),
  one(
    "cron_overdue",
    "gauge",
    "1 while the latest due run is neither settled nor under way.",
    ({ overdueMinute }) => (overdueMinute === null ? 0 : 1),
  ),
  one("cron_failing", "gauge", "1 while runs fail.", ({ failingSince }) => (failingSince === null ? 0 : 1)),
  one("cron_missing", "gauge", "1 while the cron does not bring the job.", ({ missingSince }) =>
    missingSince === null ? 0 : 1,
  ),
  one("cron_paused", "gauge", "1 while the job is paused.", ({ isPaused }) => (isPaused ? 1 : 0)),
];

/** `GET /metrics`: Prometheus text. */
export async function metricsText(invocation: KnownInvocation): Promise<string> {
  const { jobs: standing } = await askLedger(invocation, (ledger) => ledger.standing());
  const jobs = standing.map((job) => ({ ...job, isPaused: isPausedNow(job, invocation) }));
  const environment = invocation.configuration.environmentName;
  const info = family("cron_worker_info", "gauge", "The release that answers.", [
    sample("cron_worker_info", { environment, version: VERSION }, 1),
  ]);
  const families = FAMILIES.map(({ name, type, help, samples }) => {
    const lines = jobs.flatMap((job) =>
      samples(job).flatMap(([labels, value]) =>
        value === null ? [] : [sample(name, { environment, job: job.job, ...labels }, value)],
      ),
    );
    return family(name, type, help, lines);
  });
  return [info, ...families].join("");
}

function isPausedNow({ job, pauses }: JobStanding, { environment, platform }: KnownInvocation): boolean {
  return pausedBecause(environment.jobs[job] ?? {}, pauses, flooredMinute(platform.now())) !== null;
}

function family(name: string, type: Family["type"], help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ""].join("\n");
}

/** No label needs escaping: names of jobs and environments are letters, digits, `_` and `-`. */
function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const text = Object.entries(labels).map(([label, each]) => `${label}="${each}"`);
  return `${name}{${text.join(",")}} ${value}`;
}

function seconds(epochMs: number | null): number | null {
  return epochMs === null ? null : epochMs / 1000;
}
