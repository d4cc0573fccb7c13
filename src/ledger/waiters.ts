import type { Platform } from "../platform.ts";
import { isUp, withTimeout } from "../timeout.ts";

/** Those who wait for something that a change brings. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** Tells them that something has changed. */
  wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Waits until it is so, and no longer than `waitMs`. */
  async until(isSo: () => boolean, waitMs: number, platform: Pick<Platform, "startTimeout">): Promise<void> {
    await withTimeout(platform, waitMs, async (signal) => {
      const up = isUp(signal);
      while (!isSo() && !signal.aborted) await Promise.race([up, this.#nextChange()]);
    });
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }
}
