/**
 * An environment of this repository, day after day in virtual time, with its ledger on a Durable Object's own storage.
 * In workerd, `GET /?environment=production&days=91&silentFrom=90` answers with a `DayCost` for each day; from the day
 * `silentFrom` on, counted from 0, the cron brings nothing.
 */
import { DurableObject } from "cloudflare:workers";
import { fixedRandom } from "../codegen/packing/random.ts";
import type { Bindings } from "../src/configuration.ts";
import { createWorker, type Worker } from "../src/create-worker.ts";
import { jobMap } from "../src/generated/job-map.ts";
import { Keeper } from "../src/ledger/keeper.ts";
import type { LedgerCalls } from "../src/ledger/protocol.ts";
import type { Platform } from "../src/platform.ts";
import { nextAfter, parseCron } from "../src/schedule/cron.ts";
import { type BackendModel, createBackendModel } from "../test/src/ledger/backend-model.ts";
import { createVirtualTime, type VirtualTime } from "../test/src/ledger/virtual-time.ts";
import { type Cause, type DayCost, Meter } from "./ledger-cost-meter.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const START = Date.parse("2026-11-01T00:00:00Z");
const random = fixedRandom(20_261_125);

interface Question {
  readonly environment: string;
  readonly days: number;
  readonly silentFrom: number;
}

async function measure(
  storage: DurableObjectStorage,
  { environment, days, silentFrom }: Question,
): Promise<DayCost[]> {
  const time = createVirtualTime(START);
  const meter = new Meter(() => time.now());
  const backend = createBackendModel(time, () => ({ status: 200, takesMs: between(100, 8_000) }));
  const platform = platformOf(time, backend);
  const bindings: Bindings = {
    ENVIRONMENT: environment,
    BACKEND_BASE: "https://backend.test",
    ERIFY_CRON_TOKEN: "bench",
    LEDGER: { getByName: () => ledger },
  };
  const ledger = openLedger(storage, bindings, platform, time, meter);
  deliverTicks(createWorker(jobMap, platform), bindings, time, START + silentFrom * DAY_MS);

  const costs: DayCost[] = [];
  for (let day = START; day < START + days * DAY_MS; day += DAY_MS) {
    const before = backend.effects.size;
    await time.runUntil(day + DAY_MS - 1);
    costs.push({ runs: backend.effects.size - before, ...meter.day(day) });
  }
  return costs;
}

/** A ledger whose calls, alarms and rows are counted. */
function openLedger(
  storage: DurableObjectStorage,
  bindings: Bindings,
  platform: Platform,
  time: VirtualTime,
  meter: Meter,
): LedgerCalls {
  let alarmAt: number | null = null;
  const ring = (at: number): void => {
    if (alarmAt !== at) return; // It was set to another time since.
    alarmAt = null;
    void meter.request("alarm", () => keeper.ring());
  };
  const keeper = new Keeper({
    database: {
      sql: countingSql(storage.sql, meter),
      transactionSync: (closure) => storage.transactionSync(closure),
    },
    alarmClock: {
      get: () => alarmAt,
      async set(at) {
        meter.rowsWritten("alarm", 1);
        alarmAt = at;
        time.at(at, () => ring(at));
      },
    },
    bindings,
    jobMap,
    platform,
    waitUntil: () => {},
  });
  return new Proxy<LedgerCalls>(keeper, {
    get: (target, call) => {
      const method = Reflect.get(target, call) as unknown;
      if (typeof method !== "function") return method;
      return (...question: unknown[]): unknown =>
        meter.request(call as Cause, () => method.apply(target, question) as unknown);
    },
  });
}

/** The rows of `DELETE` are those that are pruned. */
function countingSql(sql: SqlStorage, meter: Meter): SqlStorage {
  return new Proxy(sql, {
    get: (target, name) => {
      if (name !== "exec") return Reflect.get(target, name) as unknown;
      return (query: string, ...values: SqlStorageValue[]) => {
        const cursor = target.exec(query, ...values);
        const table =
          /^INSERT INTO (\w+)/.exec(query)?.[1] ?? (query.startsWith("DELETE") ? "pruned" : "schema");
        if (cursor.rowsWritten > 0) meter.rowsWritten(table, cursor.rowsWritten);
        return cursor;
      };
    },
  });
}

/** Every tick of the environment up to an instant, each as late as Cloudflare's cron is. */
function deliverTicks(worker: Worker, bindings: Bindings, time: VirtualTime, until: number): void {
  const environment = bindings["ENVIRONMENT"] as keyof typeof jobMap.environments;
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} } as unknown as ExecutionContext;
  for (const cron of Object.keys(jobMap.environments[environment].triggers)) {
    const parsed = parseCron(cron);
    if (!parsed.ok) throw new Error(`no cron: ${cron}`);
    let minute = nextAfter(parsed.cron, START / MINUTE_MS - 1);
    while (minute !== null && minute * MINUTE_MS < until) {
      const controller = { cron, scheduledTime: minute * MINUTE_MS, noRetry() {} };
      const at = controller.scheduledTime + between(1_000, 15_000);
      time.at(at, () => void worker.scheduled(controller, bindings, context));
      minute = nextAfter(parsed.cron, minute);
    }
  }
}

function platformOf(time: VirtualTime, backend: BackendModel): Platform {
  return {
    now: () => time.now(),
    random,
    uuid: () => crypto.randomUUID(),
    sleep: (delayMs) => new Promise((resolve) => time.at(time.now() + delayMs, resolve)),
    startTimeout: () => ({ signal: new AbortController().signal, stop() {} }),
    fetch: (url, init) => backend.fetch(url, init),
    console: { debug() {}, info() {}, warn() {}, error() {} },
  };
}

function between(low: number, high: number): number {
  return low + Math.floor(random() * (high - low));
}

export class Ledger extends DurableObject {
  override async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const question = {
      environment: query.get("environment") ?? "",
      days: Number(query.get("days")),
      silentFrom: Number(query.get("silentFrom")),
    };
    return Response.json(await measure(this.ctx.storage, question));
  }
}

export default {
  fetch: (request: Request, { LEDGER }: { readonly LEDGER: DurableObjectNamespace }): Promise<Response> =>
    LEDGER.getByName(request.url).fetch(request),
};
