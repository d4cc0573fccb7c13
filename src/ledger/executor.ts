import type { PlannedRun } from "../execute-run.ts";
import { executeRuns } from "../execute-runs.ts";
import type { KnownInvocation } from "../invocation.ts";
import { createLane } from "../lane.ts";
import { messageOf } from "../message-of.ts";
import { sendAnalytics } from "../notify/analytics.ts";
import { openRunBook } from "../run-book.ts";
import type { LedgerCalls } from "./protocol.ts";
import { StayAwake } from "./stay-awake.ts";

/**
 * So many requests the object sends at once. Cloudflare lets six wait for their answer and queues one more, while its timeout
 * runs already; the sixth is for alerts and analytics.
 * @see https://developers.cloudflare.com/workers/platform/limits/#simultaneous-open-connections
 */
export const MOST_REQUESTS = 5;

/** Executes runs in the object itself. */
export class Executor {
  readonly #places = createLane(MOST_REQUESTS);
  readonly #awake = new StayAwake();

  /** @returns when they have ended, and all that is told of them has been; does not reject */
  execute(
    runs: readonly PlannedRun[],
    invocation: KnownInvocation,
    ledger: Pick<LedgerCalls, "record" | "renew">,
  ): Promise<unknown> {
    // Each open run knows its tick.
    const book = openRunBook("", invocation, ledger);
    const work = executeRuns(runs, invocation, book, this.#places)
      .then(({ results, recorded }) => Promise.all([recorded, sendAnalytics(results, invocation)]))
      .catch((error: unknown) =>
        invocation.log.error("The ledger could not execute its runs", { error: messageOf(error) }),
      );
    return Promise.all([work, this.#awake.during(work, invocation)]);
  }
}
