import type { Invocation } from "../invocation.ts";
import { isUp, withTimeout } from "../timeout.ts";
import { askLedger } from "./client.ts";

const CALL_EVERY_MS = 30_000;

/**
 * Lets the object call itself as long as it works. Cloudflare may end an object that no call and no alarm has reached for 70
 * to 140 s, though it waits for an answer of its own; an alarm would be a row written each time.
 * @see https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
export class StayAwake {
  readonly #works = new Set<Promise<unknown>>();
  #isCalling = false;

  /** @param work of the object; does not reject */
  async during(work: Promise<unknown>, invocation: Invocation): Promise<void> {
    this.#works.add(work);
    void work.then(() => this.#works.delete(work));
    if (this.#isCalling) return;
    this.#isCalling = true;
    while (await this.#isAtWorkAfter(CALL_EVERY_MS, invocation)) {
      // One that fails is followed by another, in time.
      await askLedger(invocation, (ledger) => ledger.results([], 0)).catch(() => {});
    }
    this.#isCalling = false;
  }

  /** Waits so long, or until all work is done. */
  async #isAtWorkAfter(waitMs: number, { platform }: Invocation): Promise<boolean> {
    await withTimeout(platform, waitMs, async (signal) => {
      const up = isUp(signal);
      while (this.#works.size > 0 && !signal.aborted) await Promise.race([up, ...this.#works]);
    });
    return this.#works.size > 0;
  }
}
