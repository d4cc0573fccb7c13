import type { Almanac, ZoneOffsets } from "../../src/job-map.ts";
import type { CompiledSchedules } from "../compiled.ts";
import type { ResolvedJob } from "../resolved.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { schedulesIn } from "../schema/written-schedules.ts";
import type { ScheduleContext } from "./declared-minutes.ts";
import { readDay } from "./local-date.ts";
import type { ProofFailure, ProvedJob } from "./prove-triggers.ts";
import { proveTriggers } from "./prove-triggers.ts";

/** A clock that never changes. */
const utc = { first: 0, changes: [] };

/**
 * Proves of a compiled file that every job of every environment runs at the instants that it declares, each once, for
 * 13 months from a minute (UTC, since 1970).
 *
 * @throws Error, naming the first instants, where it is not so: that is a bug of the compiler, and nothing may be written
 */
export function proveCompiled(
  raw: RawSchedules,
  { resolved, environments }: CompiledSchedules,
  from: number,
): void {
  const { almanac } = resolved;
  // The dates of calendars are read anew: what was compiled of them is proved too.
  const dates = (name: string) => daysOf(raw, name);
  const contexts = new Map<string, ScheduleContext>();
  const contextOf = (timeZone: string, dst: ScheduleContext["dst"]) => {
    const key = JSON.stringify([timeZone, dst]);
    const context = contexts.get(key) ?? { dst, dates, zone: zoneNamed(almanac, timeZone) };
    contexts.set(key, context);
    return context;
  };
  const provedJob = ({ key, environment, clock, settings, schedule }: ResolvedJob): ProvedJob => {
    const job = raw.jobs[key];
    const written = job && settings.enabled ? schedulesIn(key, job, environment) : [];
    return {
      key,
      rules: schedule,
      schedules: written.map(({ schedule: each }) => ({
        schedule: each,
        context: contextOf(
          (typeof each === "string" ? undefined : each.timeZone) ?? clock.timeZone,
          clock.dst,
        ),
      })),
    };
  };
  const failures = proveTriggers(
    environments.map(({ environment, triggers }) => ({
      name: environment.name,
      jobs: environment.jobs.map(provedJob),
      triggers,
      almanac,
    })),
    from,
  );
  if (failures.length > 0)
    throw new Error(
      `the triggers do not give what is declared:\n${failures.slice(0, 5).map(failureText).join("\n")}`,
    );
}

function daysOf({ calendars = {} }: RawSchedules, name: string): number[] {
  const calendar = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
  if (!calendar) throw new Error(`there is no calendar ${name}, which the checks should have said`);
  return calendar.map(readDay);
}

function zoneNamed({ zones }: Almanac, name: string): ZoneOffsets {
  const zone = name === "UTC" ? utc : zones[name];
  if (!zone) throw new Error(`the almanac lacks the zone ${name}`);
  return zone;
}

function failureText({ environment, job, missing, extra }: ProofFailure): string {
  return `  ${job} in ${environment}: missing ${listText(missing)}; not declared ${listText(extra)}`;
}

function listText(minutes: readonly number[]): string {
  const shown = minutes.slice(0, 3).map((minute) => new Date(minute * 60_000).toISOString());
  return shown.length === 0
    ? "none"
    : `${shown.join(", ")}${minutes.length > 3 ? `, … ${minutes.length} in all` : ""}`;
}
