import type { KnownInvocation } from "../invocation.ts";
import { askLedger } from "../ledger/client.ts";
import { pausedBecause } from "../ledger/pause.ts";
import type { JobStanding } from "../ledger/protocol.ts";
import { runStatuses } from "../run.ts";
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
  /** A summary here has no quantiles: a sum and a count, which give the mean over any time. */
  readonly type: "counter" | "gauge" | "summary";
  readonly help: string;
  readonly samples: (job: Measured) => readonly Sample[];
}

interface Sample {
  readonly suffix?: "_sum" | "_count";
  /** Beside `environment` and `job`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Null where there is none yet. */
  readonly value: number | null;
}

/** A family with one sample a job. */
function one(
  name: string,
  type: Family["type"],
  help: string,
  value: (job: Measured) => number | null,
): Family {
  return { name, type, help, samples: (job) => [{ value: value(job) }] };
}

/** What a run can come to in the end: told from the first, as what is not there yet can't be seen to grow. */
const RESULTS = runStatuses.filter((status) => status !== "running" && status !== "deferred");

const FAMILIES: readonly Family[] = [
  {
    name: "cron_runs_total",
    type: "counter",
    help: "Runs by what became of them in the end.",
    samples: ({ totals }) =>
      RESULTS.map((result) => ({ labels: { result }, value: totals.runs[result] ?? 0 })),
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
  {
    name: "cron_run_duration_seconds",
    type: "summary",
    help: "From a run's first attempt to its end.",
    samples: ({ totals }) => sumAndCount(totals.durationMs, totals.durations),
  },
  {
    name: "cron_run_lateness_seconds",
    type: "summary",
    help: "From the scheduled time to the first attempt.",
    samples: ({ totals }) => sumAndCount(totals.latenessMs, totals.latenesses),
  },
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
    line("cron_worker_info", { environment, version: VERSION }, 1),
  ]);
  const families = FAMILIES.map(({ name, type, help, samples }) => {
    const lines = jobs.flatMap((job) =>
      samples(job).flatMap(({ suffix = "", labels, value }) =>
        value === null ? [] : [line(name + suffix, { environment, job: job.job, ...labels }, value)],
      ),
    );
    return family(name, type, help, lines);
  });
  return [info, ...families].join("");
}

function isPausedNow({ job, pauses }: JobStanding, { environment, platform }: KnownInvocation): boolean {
  return pausedBecause(environment.jobs[job] ?? {}, pauses, flooredMinute(platform.now())) !== null;
}

function family(name: string, type: Family["type"], help: string, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

/** No label needs escaping: names of jobs and environments are letters, digits, `_` and `-`. */
function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const text = Object.entries(labels).map(([label, each]) => `${label}="${each}"`);
  return `${name}{${text.join(",")}} ${value}`;
}

function sumAndCount(sumMs: number, count: number): Sample[] {
  return [
    { suffix: "_sum", value: sumMs / 1000 },
    { suffix: "_count", value: count },
  ];
}

function seconds(epochMs: number | null): number | null {
  return epochMs === null ? null : epochMs / 1000;
}
