/**
 * A clock that goes at a steady pace from a real moment on. It is three numbers, so that two processes can go by one
 * clock without asking each other. All times are epoch milliseconds.
 */
export interface SimulatedTime {
  /** What it shows until `startedAt`. */
  readonly from: number;
  /** The real moment at which it begins to go. */
  readonly startedAt: number;
  /** Simulated seconds in a real one. */
  readonly speed: number;
}

/** Shows what the real clock shows. */
export const REAL_TIME: SimulatedTime = { from: 0, startedAt: 0, speed: 1 };

/** What the clock shows at a real moment, in whole milliseconds. */
export function simulatedAt({ from, startedAt, speed }: SimulatedTime, realMs: number): number {
  return Math.floor(from + Math.max(0, realMs - startedAt) * speed);
}

/** The first whole real millisecond at which the clock shows a simulated time, or more. */
export function realAt({ from, startedAt, speed }: SimulatedTime, simulatedMs: number): number {
  return Math.ceil(startedAt + (simulatedMs - from) / speed);
}
