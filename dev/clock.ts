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

export interface ClockOptions {
  /** The real time, epoch ms. */
  readonly now: () => number;
  /** What the simulated clock shows at the beginning, epoch ms. */
  readonly from: number;
  /** Simulated seconds in a real one. */
  readonly speed: number;
}

/** A clock that starts at `from` and goes `speed` times as fast as the real one. */
export class SimulatedClock {
  readonly #options: ClockOptions;
  readonly #startedAt: number;
  #lookedAt: number;
  /** Simulated epoch ms up to which ticks have been handed out. */
  #handedOutTo: number;

  constructor(options: ClockOptions) {
    this.#options = options;
    this.#startedAt = options.now();
    this.#lookedAt = this.#startedAt;
    this.#handedOutTo = options.from;
  }

  /** What the clock shows, epoch ms. */
  now(): number {
    const { from, speed, now } = this.#options;
    return from + (now() - this.#startedAt) * speed;
  }

  /** The ticks that have come due since the last look; call it several times a second. */
  look(triggers: readonly Trigger[]): Tick[] {
    const realNow = this.#options.now();
    const pausedMs = realNow - this.#lookedAt;
    this.#lookedAt = realNow;
    const until = this.now();
    const after = pausedMs > MAX_PAUSE_MS ? until : this.#handedOutTo;
    this.#handedOutTo = Math.max(until, this.#handedOutTo);
    return dueTicks(triggers, after, until);
  }
}
