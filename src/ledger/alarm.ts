import type { Platform } from "../platform.ts";
import { MINUTE_MS } from "../scheduled-minute.ts";

/** A Durable Object's one alarm. Times are epoch ms. */
export interface AlarmClock {
  /** The time that is set; null where none is. */
  readonly get: () => number | null;
  /** Rejects where the storage refuses it. */
  readonly set: (at: number) => Promise<void>;
}

/** An alarm that is so long overdue will not ring any more: its handler failed too often. */
const DEAD_MS = MINUTE_MS;

/**
 * The alarm, and what is known of it. Setting it is a row written, so it is moved only to ring earlier, or where it would ring
 * for nothing.
 */
export class Alarm {
  readonly #clock: AlarmClock;
  readonly #platform: Pick<Platform, "now">;
  #at: number | null;
  #written: Promise<void> = Promise.resolve();

  constructor(clock: AlarmClock, platform: Pick<Platform, "now">) {
    this.#clock = clock;
    this.#platform = platform;
    this.#at = clock.get();
  }

  /** The alarm rings now, and will again at the latest at `at`. */
  rang(at: number): void {
    this.#setTo(at);
  }

  /**
   * Makes sure that it rings at `at` or earlier. Where nothing is under way and it would ring for nothing, it is put off.
   * @returns when it rings
   */
  set(at: number, { isIdle }: { readonly isIdle: boolean }): number {
    const present = this.#at;
    const isDead = present === null || present < this.#platform.now() - DEAD_MS;
    if (isDead) return this.#setTo(at);
    // It is about to ring, and has just woken the object: to set it now would cancel that.
    if (present <= this.#platform.now()) return present;
    return at < present || (at > present && isIdle) ? this.#setTo(at) : present;
  }

  /** Resolves when what was set last is written; rejects where the storage refused it. */
  written(): Promise<void> {
    return this.#written;
  }

  #setTo(at: number): number {
    this.#at = at;
    this.#written = this.#clock.set(at);
    // Not awaited: no answer leaves the object before it is written. What was refused is set again by the next call.
    this.#written.catch(() => {
      if (this.#at === at) this.#at = null;
    });
    return at;
  }
}
