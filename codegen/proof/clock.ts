import type { ZoneOffsets } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";

const MINUTES_PER_DAY = 1440;

/** What becomes of a local time that the clocks skip, and of one that they show twice. */
export interface DstPolicy {
  readonly gap: "shift" | "skip";
  readonly repeat: "first" | "last" | "both";
}

/** A stretch of UTC in which a zone keeps one offset. */
export interface Stretch {
  /** Inclusive. */
  readonly start: EpochMinute;
  /** Exclusive. */
  readonly end: EpochMinute;
  /** Minutes east of UTC. */
  readonly offset: number;
}

/** A zone's stretches from its first to its last, the ends open. */
export function stretchesOf({ first, changes }: ZoneOffsets): Stretch[] {
  const starts = [[-Infinity, first] as const, ...changes];
  return starts.map(([start, offset], index) => ({ start, end: starts[index + 1]?.[0] ?? Infinity, offset }));
}

/**
 * The stretches that the times of a local date can lie in, also those of a window that goes on into the next
 * date: an offset is less than a day.
 */
export function stretchesNear(day: number, stretches: readonly Stretch[]): Stretch[] {
  const from = (day - 2) * MINUTES_PER_DAY;
  const to = (day + 4) * MINUTES_PER_DAY;
  return stretches.filter(({ start, end }) => start < to && end > from);
}

/** All instants at which the clocks show a local time, ascending: one as a rule, none in a gap, two in a repeat. */
export function passesOf(local: number, stretches: readonly Stretch[]): EpochMinute[] {
  const passes: EpochMinute[] = [];
  for (const { start, end, offset } of stretches) {
    const instant = local - offset;
    if (start <= instant && instant < end) passes.push(instant);
  }
  return passes;
}

/** The instants at which a time of the calendar runs. */
export function runsOf(
  local: number,
  stretches: readonly Stretch[],
  { gap, repeat }: DstPolicy,
): EpochMinute[] {
  const passes = passesOf(local, stretches);
  if (passes.length > 0) {
    if (repeat === "both") return passes;
    return repeat === "last" ? passes.slice(-1) : passes.slice(0, 1);
  }
  if (gap === "skip") return [];
  const before = stretches.find(
    ({ end, offset }, index) =>
      end + offset <= local && local < end + (stretches[index + 1]?.offset ?? -Infinity),
  );
  return before === undefined ? [] : [local - before.offset];
}
