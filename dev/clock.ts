import { type SimulatedTime, simulatedAt } from "../src/local/simulated-time.ts";
import { type Cron, nextAfter } from "../src/schedule/cron.ts";

const MINUTE_MS = 60_000;

/**
 * The longest time between two looks at the clock, in real milliseconds. After a longer one (the
 * machine slept) the minutes between are left out: Cloudflare makes up no missed tick either.
 */
const MAX_PAUSE_MS = 10_000;

/** A cron trigger: the text, which the Worker gets back character for character, and what it means. */
export interface Trigger {
  readonly text: string;
  readonly cron: Cron;
}

export interface Tick {
  readonly trigger: string;
  /** Epoch ms of a whole minute, in UTC. */
  readonly scheduledTime: number;
}

/** Every tick in (after, until], both epoch ms: by time, then in the order of the triggers. */
export function dueTicks(triggers: readonly Trigger[], after: number, until: number): Tick[] {
  const ticks: Tick[] = [];
  for (const { text, cron } of triggers) {
    let minute = nextAfter(cron, Math.floor(after / MINUTE_MS));
    while (minute !== null && minute * MINUTE_MS <= until) {
      ticks.push({ trigger: text, scheduledTime: minute * MINUTE_MS });
      minute = nextAfter(cron, minute);
    }
  }
  return ticks.toSorted((a, b) => a.scheduledTime - b.scheduledTime);
}

/** The first tick after `after` (epoch ms) of any trigger; null when none will ever come. */
export function nextTick(triggers: readonly Trigger[], after: number): Tick | null {
  let first: Tick | null = null;
  for (const { text, cron } of triggers) {
    const minute = nextAfter(cron, Math.floor(after / MINUTE_MS));
    if (minute === null || (first !== null && first.scheduledTime <= minute * MINUTE_MS)) continue;
    first = { trigger: text, scheduledTime: minute * MINUTE_MS };
  }
  return first;
}

/** Hands out the ticks as they come due on a simulated clock. */
export class TickClock {
  readonly #realNow: () => number;
  readonly #time: SimulatedTime;
  #lookedAt: number;
  /** Simulated epoch ms up to which ticks have been handed out. */
  #handedOutTo: number;

  /** @param realNow the real time, epoch ms */
  constructor(realNow: () => number, time: SimulatedTime) {
    this.#realNow = realNow;
    this.#time = time;
    this.#lookedAt = realNow();
    this.#handedOutTo = this.now();
  }

  /** What the clock shows, epoch ms. */
  now(): number {
    return simulatedAt(this.#time, this.#realNow());
  }

  /** The ticks that have come due since the last look; call it several times a second. */
  look(triggers: readonly Trigger[]): Tick[] {
    const realNow = this.#realNow();
    const pausedMs = realNow - this.#lookedAt;
    this.#lookedAt = realNow;
    const until = this.now();
    const after = pausedMs > MAX_PAUSE_MS ? until : this.#handedOutTo;
    this.#handedOutTo = Math.max(until, this.#handedOutTo);
    return dueTicks(triggers, after, until);
  }
}
