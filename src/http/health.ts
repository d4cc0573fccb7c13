import { describeFaults, readCredentials } from "../credentials.ts";
import { type Invocation, type KnownInvocation, logProblems, withEnvironment } from "../invocation.ts";
import { isoTime } from "../iso-time.ts";
import type { Almanac } from "../job-map.ts";
import { askStanding, LedgerUnavailable } from "../ledger/client.ts";
import type { JobStanding, Standing } from "../ledger/protocol.ts";
import { YOUNG_MS } from "../ledger/watermark.ts";
import { messageOf } from "../message-of.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import { settingsOf } from "../settings.ts";
import { withTimeout } from "../timeout.ts";
import { VERSION } from "../version.ts";
import { findZoneDrift } from "../zone-drift.ts";

/** How long an answer is kept: its callers can't use it to load the backend. */
const KEPT_MS = 30_000;

const BACKEND_TIMEOUT_MS = 5_000;

interface HealthReport {
  readonly status: "healthy" | "degraded" | "unhealthy";
  /** When the checks were made: ISO 8601, UTC. */
  readonly timestamp: string;
  readonly environment: string;
  readonly version: string;
  readonly checks: {
    readonly backend: "healthy" | "unhealthy";
    /**
     * `configured`, `none` where no job sends a token or signs, or `missing: `, `malformed: ` and the names of the
     * secrets. Where that is only a `<NAME>_PREVIOUS`, no job needs it: the environment is degraded.
     */
    readonly auth: string;
    /**
     * `healthy`. `unhealthy: ` and the jobs whose latest due minute is over, grace and all, though nothing runs for it.
     * `degraded: ` and the jobs that the cron does not bring, or that the ledger began to watch within 30 minutes; or
     * the zones of which the runtime knows other clocks than were compiled: the runs follow the compiled ones, and it
     * is time to generate again.
     */
    readonly schedule: string;
    /** `healthy`, `unavailable: ` and why, or `unknown` where the environment is. */
    readonly ledger: string;
  };
}

/** Answers with the report of the last 30 s, or makes a new one. */
type HealthCheck = (
  invocation: Invocation,
  waitUntil: (work: Promise<unknown>) => void,
) => Promise<HealthReport>;

/** Makes the health check of one isolate, which keeps its last report, and lets all who ask at once share one. */
export function createHealthCheck(): HealthCheck {
  let kept: { readonly report: Promise<HealthReport>; readonly askedAt: number } | null = null;
  return (invocation, waitUntil) => {
    const now = invocation.platform.now();
    if (kept === null || now - kept.askedAt >= KEPT_MS) {
      const report = checkHealth(invocation);
      // A caller who hangs up must not end the check that others wait for.
      waitUntil(report);
      kept = { report, askedAt: now };
    }
    return kept.report;
  };
}

async function checkHealth(invocation: Invocation): Promise<HealthReport> {
  const { platform, configuration } = invocation;
  logProblems(invocation);
  const known = withEnvironment(invocation);
  const auth = known ? checkAuth(known) : UNKNOWN_AUTH;
  const [isBackendHealthy, standing] =
    known === null ? [false, null] : await Promise.all([checkBackend(known), askStanding(known)]);
  const schedule = describeSchedule(scheduleTroubles(invocation, standing));
  const ledger = standing instanceof LedgerUnavailable ? `unavailable: ${standing.message}` : "healthy";
  if (standing instanceof LedgerUnavailable) {
    invocation.log.error("ledger unavailable", { error: standing.message });
  }
  const isWorking = isBackendHealthy && auth.isWorking && !schedule.startsWith("unhealthy");
  const isWell = auth.isWell && schedule === "healthy" && ledger === "healthy";
  return {
    status: !isWorking ? "unhealthy" : isWell ? "healthy" : "degraded",
    timestamp: isoTime(platform.now()),
    environment: configuration.environmentName,
    version: VERSION,
    checks: {
      backend: isBackendHealthy ? "healthy" : "unhealthy",
      auth: auth.says,
      schedule,
      ledger: known === null ? "unknown" : ledger,
    },
  };
}

/** Something that is not well with the schedule, and the names that it is about. */
interface Trouble {
  readonly status: "unhealthy" | "degraded";
  readonly what: string;
  readonly names: readonly string[];
}

/** Worst first. */
function scheduleTroubles(invocation: Invocation, standing: Standing | LedgerUnavailable | null): Trouble[] {
  const jobs = standing === null || standing instanceof LedgerUnavailable ? [] : standing.jobs;
  const now = invocation.platform.now();
  const named = (is: (job: JobStanding) => boolean): string[] =>
    jobs.filter((job) => job.isScheduled && is(job)).map(({ job }) => job);
  const troubles: Trouble[] = [
    { status: "unhealthy", what: "overdue", names: named(({ overdueMinute }) => overdueMinute !== null) },
    {
      status: "degraded",
      what: "not brought by the cron",
      names: named(({ missingSince }) => missingSince !== null),
    },
    {
      status: "degraded",
      what: "watched for less than 30 min",
      names: named(({ watchedSince }) => now < watchedSince + YOUNG_MS),
    },
    { status: "degraded", what: "zone data differs", names: zonesThatDrift(invocation) },
  ];
  return troubles.filter(({ names }) => names.length > 0);
}

function describeSchedule(troubles: readonly Trouble[]): string {
  const [worst] = troubles;
  if (worst === undefined) return "healthy";
  return `${worst.status}: ${troubles.map(({ what, names }) => `${what}: ${names.join(", ")}`).join("; ")}`;
}

/** By almanac: asking the runtime takes a while, and it does not learn new zone data in an isolate's life. */
const driftOf = new WeakMap<Almanac, readonly string[]>();

function zonesThatDrift({ almanac, platform, log }: Invocation): readonly string[] {
  const known = driftOf.get(almanac);
  if (known) return known;
  const drift = findZoneDrift(almanac.zones, flooredMinute(platform.now()));
  for (const { zone, minute } of drift) {
    const from = isoTime(minute * MINUTE_MS);
    log.warn(
      `The runtime's clocks of ${zone} differ from the compiled ones from ${from} on: generate and deploy again`,
    );
  }
  const zones = drift.map(({ zone }) => zone);
  driftOf.set(almanac, zones);
  return zones;
}

interface AuthCheck {
  readonly says: string;
  /** Every job can send its requests. */
  readonly isWorking: boolean;
  readonly isWell: boolean;
}

const UNKNOWN_AUTH: AuthCheck = { says: "unknown", isWorking: false, isWell: false };

function checkAuth({ environment, configuration }: KnownInvocation): AuthCheck {
  const auths = Object.values(environment.jobs).map((job) => settingsOf(job, environment.defaults).auth);
  const read = auths.map((auth) => readCredentials(auth, configuration.secrets));
  const [faults, warnings] = [read.flatMap((each) => each.faults), read.flatMap((each) => each.warnings)];
  const isAnyKnown = auths.some(({ bearer, hmac }) => bearer !== null || hmac !== undefined);
  return {
    says: describeFaults([...faults, ...warnings]) ?? (isAnyKnown ? "configured" : "none"),
    isWorking: faults.length === 0,
    isWell: warnings.length === 0,
  };
}

/** Whether the backend's health path answers 2xx within 5 s. No token is sent. */
async function checkBackend({
  platform,
  environment,
  configuration,
  log,
}: KnownInvocation): Promise<boolean> {
  if (configuration.backendBase === null) return false;
  const url = configuration.backendBase + environment.healthPath;
  return withTimeout(platform, BACKEND_TIMEOUT_MS, async (signal) => {
    try {
      const response = await platform.fetch(url, {
        headers: { "User-Agent": `${environment.worker}/${VERSION}` },
        redirect: "manual",
        signal,
      });
      response.body?.cancel().catch(() => {});
      if (!response.ok) {
        log.warn("The backend's health check failed", { statusCode: response.status });
      }
      return response.ok;
    } catch (error) {
      const why = signal.aborted ? `no answer within ${BACKEND_TIMEOUT_MS / 1000} s` : messageOf(error);
      log.warn("The backend's health check failed", { error: why });
      return false;
    }
  });
}
