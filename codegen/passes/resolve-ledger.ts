import type { Almanac, CatchUp, Completion, FilePause } from "../../src/job-map.ts";
import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { firstPassOf, shiftedFrom } from "../../src/schedule/zone.ts";
import { builtIn } from "../schema/built-in.ts";
import { durationMs } from "../schema/duration.ts";
import { parseLocal } from "../schema/local-time.ts";
import type { RawSettings } from "../schema/raw.ts";

type Layers = readonly (RawSettings | undefined)[];

/** What the ledger is told of a job beside its settings. */
export interface LedgerSettings {
  readonly catchUp: CatchUp | null;
  readonly lock: string;
  readonly completion: Completion | null;
  readonly pause: FilePause | null;
}

/** What the defaults of a job's settings, and its times, follow from. */
interface Context {
  readonly key: string;
  readonly shortestPeriodMs: number | null;
  /** Of the job, in which `pause.until` is written. */
  readonly zone: string;
  readonly almanac: Almanac;
}

/** `catchUp`, `lock`, `completion` and `pause` of a job, the first layer that says anything winning. */
export function resolveLedger(
  layers: Layers,
  { key, shortestPeriodMs, zone, almanac }: Context,
): LedgerSettings {
  return {
    catchUp: resolveCatchUp(first(layers, "catchUp"), shortestPeriodMs),
    lock: first(layers, "lock") ?? key,
    completion: resolveCompletion(first(layers, "completion")),
    pause: resolvePause(first(layers, "pause"), zone, almanac),
  };
}

function first<K extends keyof RawSettings>(layers: Layers, key: K): RawSettings[K] {
  return layers.find((layer) => layer?.[key] !== undefined)?.[key];
}

function resolveCatchUp(written: RawSettings["catchUp"], shortestPeriodMs: number | null): CatchUp | null {
  const { maxWithinMs, runs } = builtIn.catchUp;
  if (written === "none") return null;
  if (written === undefined)
    return { withinMs: Math.min(shortestPeriodMs ?? maxWithinMs, maxWithinMs), runs };
  if (typeof written === "string") return { withinMs: durationMs(written) ?? maxWithinMs, runs };
  return { withinMs: durationMs(written.within) ?? maxWithinMs, runs: written.runs ?? runs };
}

function resolveCompletion(written: RawSettings["completion"]): Completion | null {
  if (written === undefined || written === "none") return null;
  const withinMs = durationMs(written.within);
  return withinMs === null ? null : { withinMs };
}

function resolvePause(written: RawSettings["pause"], zone: string, almanac: Almanac): FilePause | null {
  if (written === undefined || written === "none") return null;
  const { reason, until } = written;
  return {
    reason: reason.trim().replaceAll(/\s+/g, " "),
    ...(until !== undefined && { untilMinute: utcMinuteOf(until, zone, almanac) }),
  };
}

/** The first instant at which a zone's clocks show a local date (its midnight) or time, or pass it by where they skip it. */
function utcMinuteOf(text: string, zone: string, { zones }: Almanac): number {
  const { day = 0, minute = 0 } = parseLocal(text) ?? {};
  const local = day * MINUTES_PER_DAY + minute;
  if (zone === "UTC") return local;
  const data = zones[zone];
  if (!data) throw new Error(`the almanac lacks the zone ${zone}`);
  return firstPassOf(data, local) ?? shiftedFrom(data, local);
}
