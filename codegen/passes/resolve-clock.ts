import { createHash } from "node:crypto";
import type { ScheduleContext } from "../resolved.ts";
import { builtIn } from "../schema/built-in.ts";
import { durationMs } from "../schema/duration.ts";
import type { RawSettings } from "../schema/raw.ts";

/** The clock of a job's schedules: zone, and `dst` by its own keys. The first layer that says anything wins. */
export function resolveClock(layers: readonly (RawSettings | undefined)[]): ScheduleContext {
  const first = <T>(read: (layer: RawSettings) => T | undefined): T | undefined =>
    layers.flatMap((layer) => (layer ? [read(layer)] : [])).find((value) => value !== undefined);
  return {
    timeZone: first(({ timeZone }) => timeZone) ?? builtIn.timeZone,
    dst: {
      gap: first(({ dst }) => dst?.gap) ?? builtIn.dst.gap,
      repeat: first(({ dst }) => dst?.repeat) ?? builtIn.dst.repeat,
    },
  };
}

/**
 * How long a run of a job waits before it begins, in milliseconds: somewhere in [0, spread), the same for every run,
 * from a hash of environment and job, so that jobs of one minute do not all call at once.
 */
export function resolveSpread(
  layers: readonly (RawSettings | undefined)[],
  environment: string,
  job: string,
): number {
  const spreadMs = durationMs(layers.find((layer) => layer?.spread !== undefined)?.spread ?? "0s") ?? 0;
  if (spreadMs === 0) return 0;
  const hash = createHash("sha256").update(`${environment}:${job}`).digest().readUInt32BE();
  return Math.floor((hash / 2 ** 32) * spreadMs);
}
