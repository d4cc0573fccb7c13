import type { Invocation } from "../invocation.ts";
import { askLedger } from "./client.ts";
import { Waiters } from "./waiters.ts";

const CALL_EVERY_MS = 30_000;

/**
 * Lets the object call itself as long as it works. Cloudflare may end an object that no call and no alarm has reached for 70
 * to 140 s, though it waits for an answer of its own; an alarm would be a row written each time.
 * @see https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
export class StayAwake {
  readonly #waiters = new Waiters();
  #atWork = 0;
  #isCalling = false;

  /** @param work of the object; does not reject */
  async during(work: Promise<unknown>, invocation: Invocation): Promise<void> {
    this.#atWork += 1;
    void work.then(() => {
      this.#atWork -= 1;
      this.#waiters.wake();
    });
    if (this.#isCalling) return;
    this.#isCalling = true;
    const isDone = (): boolean => this.#atWork === 0;
    for (;;) {
      await this.#waiters.until(isDone, CALL_EVERY_MS, invocation.platform);
      if (isDone()) break;
      // One that fails is followed by another, in time.
      await askLedger(invocation, (ledger) => ledger.results([], 0)).catch(() => {});
    }
    this.#isCalling = false;
  }
}
