import { DurableObject } from "cloudflare:workers";
import type { Bindings } from "../configuration.ts";
import type { JobMap } from "../job-map.ts";
import type { Platform } from "../platform.ts";
import { Keeper } from "./keeper.ts";
import type {
  ClaimRequest,
  LedgerCalls,
  PauseRequest,
  RenewRequest,
  RunRecord,
  RunsQuery,
} from "./protocol.ts";
import type { CompleteRequest } from "./protocol-completion.ts";
import type { ManualRequest } from "./protocol-trigger.ts";

/** How a moment of the platform's clock and one of the alarm's, which is always the real one, belong together. */
export interface AlarmTime {
  readonly toAlarm: (platformMs: number) => number;
  readonly fromAlarm: (alarmMs: number) => number;
}

const SAME: AlarmTime = { toAlarm: (at) => at, fromAlarm: (at) => at };

/** Makes the Durable Object class that Cloudflare runs: one object for each environment, in front of its `Keeper`. */
export function createLedgerClass(jobMap: JobMap, platform: Platform, time: AlarmTime = SAME) {
  return class Ledger extends DurableObject<Bindings> implements LedgerCalls {
    #opened: Keeper | null = null;

    constructor(context: DurableObjectState, bindings: Bindings) {
      super(context, bindings);
      const { id, storage } = context;
      void context.blockConcurrencyWhile(async () => {
        // The object of an environment that this Worker had before: what is due now is another's to run.
        if (id.name !== undefined && id.name !== bindings["ENVIRONMENT"]) return storage.deleteAlarm();
        const present = await storage.getAlarm();
        this.#opened = new Keeper({
          database: { sql: storage.sql, transactionSync: (closure) => storage.transactionSync(closure) },
          alarmClock: {
            get: () => (present === null ? null : time.fromAlarm(present)),
            set: (at) => storage.setAlarm(time.toAlarm(at)),
          },
          bindings,
          jobMap,
          platform,
          waitUntil: (work) => context.waitUntil(work),
        });
      });
    }

    get #keeper(): Keeper {
      if (this.#opened === null) throw new Error("this ledger's environment is no more");
      return this.#opened;
    }

    override async alarm(): Promise<void> {
      await this.#opened?.ring();
    }

    claim(request: ClaimRequest) {
      return this.#keeper.claim(request);
    }

    record(record: RunRecord) {
      return this.#keeper.record(record);
    }

    renew(request: RenewRequest) {
      return this.#keeper.renew(request);
    }

    complete(request: CompleteRequest) {
      return this.#keeper.complete(request);
    }

    trigger(request: ManualRequest) {
      return this.#keeper.trigger(request);
    }

    results(runIds: readonly string[], waitMs: number) {
      return this.#keeper.results(runIds, waitMs);
    }

    runs(query: RunsQuery) {
      return this.#keeper.runs(query);
    }

    run(runId: string) {
      return this.#keeper.run(runId);
    }

    standing() {
      return this.#keeper.standing();
    }

    pause(request: PauseRequest) {
      return this.#keeper.pause(request);
    }

    resume(job: string, by: string) {
      return this.#keeper.resume(job, by);
    }
  };
}
