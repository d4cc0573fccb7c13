import { parse } from "yaml";
import type { RawPause, RawSchedule, RawSchedules } from "../../../../codegen/schema/raw.ts";
import { declaredMinutes } from "../../../../codegen/proof/declared-minutes.ts";
import { dayOf, UTC, zoneOf } from "../../proof/support/context.ts";

/**
 * When a job runs, read from the YAML and walked date by date with the zones of Temporal: no code of the plan, of the
 * compiler's lowering, or of the Worker. Of the language it knows what the fixtures say: `timeZone`, `dst` and
 * `enabled` of a job, and a pause until a date or a time in UTC.
 */
export function declaredRuns(
  text: string,
  environment: string,
  key: string,
  from: number,
  until: number,
): Set<number> {
  const { jobs, environments, calendars = {} } = parse(text) as RawSchedules;
  const job = jobs[key];
  if (!job || !(environment in environments)) return new Set();
  if ((job.overrides?.[environment]?.enabled ?? job.enabled) === false) return new Set();
  const context = {
    zone: job.timeZone === undefined ? UTC : zoneOf(job.timeZone),
    dst: { gap: "shift", repeat: "first", ...job.dst } as const,
    dates: (name: string) => (calendars[name] ?? []).map(dayOf),
  };
  const start = Math.max(from, endOf(job.pause));
  const schedule = scheduleIn(job.schedule as ByEnvironment, environment, Object.keys(environments));
  return new Set(
    schedule.flatMap((each) => (start < until ? declaredMinutes(each, context, start, until) : [])),
  );
}

type ByEnvironment = RawSchedule | Record<string, RawSchedule>;

function scheduleIn(written: ByEnvironment, environment: string, names: readonly string[]): RawSchedule[] {
  if (typeof written === "string" || !Object.keys(written).some((name) => names.includes(name)))
    return [written as RawSchedule];
  const own = (written as Record<string, RawSchedule>)[environment];
  return own === undefined ? [] : [own];
}

function endOf(pause: "none" | RawPause | undefined): number {
  if (pause === undefined || pause === "none") return -Infinity;
  const { until } = pause;
  return until === undefined ? Infinity : Date.parse(until.includes("T") ? `${until}Z` : until) / 60_000;
}
