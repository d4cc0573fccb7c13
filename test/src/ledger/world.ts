/**
 * A whole deployment in virtual time, in workerd: the Worker, its ledger on a Durable Object's real storage, Cloudflare's
 * cron, a backend and Slack, any of which can fail at will.
 */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Bindings } from "../../../src/configuration.ts";
import { createWorker, type Worker } from "../../../src/create-worker.ts";
import type { Almanac, EnvironmentMap, Job } from "../../../src/job-map.ts";
import { Keeper } from "../../../src/ledger/keeper.ts";
import type { LedgerCalls } from "../../../src/ledger/protocol.ts";
import type { Platform } from "../../../src/platform.ts";
import { type Cron, nextAfter, parseCron } from "../../../src/schedule/cron.ts";
import type { Line } from "../harness.ts";
import { environmentOf, jobMapOf } from "../job-maps.ts";
import { type BackendModel, type Behaviour, createBackendModel, type ReceivedCall } from "./backend-model.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A full hour, at which the world begins. */
export const START = Date.parse("2026-11-23T00:00:00.000Z");

export const TOKEN = "world-t0ken";

/**
 * Cloudflare ends an object that no call and no alarm has reached for so long (70 to 140 s), whatever it waits for.
 * @see https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
const IDLE_MS = 70_000;

export interface WorldOptions {
  readonly jobs: Readonly<Record<string, Partial<Job>>>;
  readonly environment?: Partial<EnvironmentMap>;
  readonly almanac?: Almanac;
  /** What the backend does with a call; left out: 200 after 200 ms. */
  readonly behave?: (call: ReceivedCall) => Behaviour;
  readonly from?: number;
  /** What an earlier release has left in the storage, as SQL. */
  readonly stored?: string;
}

/** How the ledger answers its calls. `0.1.0`: as the release does that knows nothing of completion. */
export type LedgerMood = "well" | "throws" | "hangs" | "slow" | "refuses writes" | "0.1.0";

export interface World {
  readonly time: VirtualTime;
  readonly backend: BackendModel;
  readonly lines: readonly Line[];
  /** What the analytics endpoint got, event by event. */
  readonly events: readonly RunEvent[];
  /** The texts of the messages that Slack took. */
  readonly slack: readonly SlackText[];
  /** All that each of them shows. */
  readonly slackDetails: readonly string[];
  /** Calls of the ledger by name. */
  readonly calls: ReadonlyMap<string, number>;
  /** Rows written to the storage so far, alarms included. */
  rowsWritten(): number;
  /** Delivers a tick now, as Cloudflare would. Resolves with what the handler rejected with, or null. */
  deliver(cron: string, scheduledTime: number): Promise<unknown>;
  /** Delivers each tick of the map's triggers up to an instant, `lateMs` after its time, unless `drop` says no; time passes. */
  runCron(until: number, options?: { lateMs?: number; drop?: (tick: CronTick) => boolean }): Promise<void>;
  /** Ends everything that runs, without a word; what is stored stays. */
  kill(who?: "all" | "object" | "ticks"): void;
  /** Another release takes over: other jobs, everything that runs is ended. */
  deploy(jobs: WorldOptions["jobs"], environment?: Partial<EnvironmentMap>): void;
  setMood(mood: LedgerMood): void;
  /** Does something once, when the ledger is next called so: before it gets the call, or after it has answered. */
  once(when: "before" | "after", call: keyof LedgerCalls, action: () => void): void;
  /** Does something once, when Slack has got a message and not yet answered. */
  onSlack(action: () => void): void;
  /** Slack's answer from now on. A webhook whose address ends in `/broken` never takes anything. */
  setSlack(answer: { readonly status?: number; readonly takesMs?: number }): void;
  /** How often the alarm has rung. */
  rings(): number;
  ledger(): LedgerCalls;
  /** What is stored, for what no call tells. */
  readonly sql: SqlStorage;
  /** With the bearer token. Time passes until it is answered. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

export interface RunEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SlackText {
  readonly at: number;
  readonly text: string;
}

export interface CronTick {
  readonly cron: string;
  readonly scheduledTime: number;
}

/** Runs a test in a new world. */
export async function inWorld(options: WorldOptions, test: (world: World) => Promise<void>): Promise<void> {
  const namespace = (env as unknown as { LEDGER: DurableObjectNamespace }).LEDGER;
  const stub = namespace.getByName(crypto.randomUUID());
  await runInDurableObject(stub, async (_instance, { storage }) => {
    // What the generated job map made the object begin with.
    await storage.deleteAll();
    if (options.stored !== undefined) storage.sql.exec(options.stored);
    await test(createWorld(options, storage));
  });
}

function createWorld(options: WorldOptions, storage: DurableObjectStorage): World {
  const time = createVirtualTime(options.from ?? START);
  const lines: Line[] = [];
  const slack: SlackText[] = [];
  const slackDetails: string[] = [];
  const events: RunEvent[] = [];
  const calls = new Map<string, number>();
  const backend = createBackendModel(time, options.behave ?? (() => ({ status: 200, takesMs: 200 })));
  const write = (line: object): void => void lines.push(line as Line);
  let slackAnswer = { status: 200, takesMs: 0 };
  let rings = 0;
  let onSlack: (() => void) | null = null;
  let mood: LedgerMood = "well";
  let rows = 0;
  let environment = environmentOf(options.jobs, options.environment);

  /** What is alive together and dies together. Of the dead, no promise ever settles. */
  interface Life {
    isAlive: boolean;
  }
  const never = new Promise<never>(() => {});
  const platformOf = (life: Life): Platform => {
    const alive = <T>(work: Promise<T>): Promise<T> =>
      life.isAlive
        ? work.then(
            (value) => (life.isAlive ? value : never),
            (error: unknown) => (life.isAlive ? Promise.reject(error) : never),
          )
        : never;
    return {
      now: () => time.now(),
      random: () => 1,
      uuid: () => crypto.randomUUID(),
      sleep: (delayMs) => alive(new Promise((resolve) => time.at(time.now() + delayMs, () => resolve()))),
      startTimeout: (timeoutMs) => {
        const controller = new AbortController();
        time.at(time.now() + timeoutMs, () => life.isAlive && controller.abort());
        return { signal: controller.signal, stop: () => {} };
      },
      fetch: (url, init) => {
        if (!life.isAlive) return never;
        if (url.startsWith("https://slack.test/")) {
          const { text, blocks } = JSON.parse(typeof init.body === "string" ? init.body : "{}") as {
            text: string;
            blocks: ReadonlyArray<{ text: { text: string } }>;
          };
          const { status, takesMs } = url.endsWith("/broken") ? { status: 500, takesMs: 0 } : slackAnswer;
          if (status === 200) {
            slack.push({ at: time.now(), text });
            slackDetails.push(blocks.map((block) => block.text.text).join("\n"));
          }
          onSlack?.();
          onSlack = null;
          const response = new Response(null, { status });
          if (takesMs === 0) return alive(Promise.resolve(response));
          return alive(new Promise((resolve) => time.at(time.now() + takesMs, () => resolve(response))));
        }
        if (url.startsWith("https://events.test/")) {
          events.push(...(JSON.parse(typeof init.body === "string" ? init.body : "[]") as RunEvent[]));
          return alive(Promise.resolve(new Response()));
        }
        return alive(backend.fetch(url, init));
      },
      console: { debug: write, info: write, warn: write, error: write },
    };
  };

  const bindings: Bindings = {
    ENVIRONMENT: "test",
    BACKEND_BASE: "https://backend.test",
    ERIFY_CRON_TOKEN: TOKEN,
    ANALYTICS_TOKEN: "events-t0ken",
    SLACK_WEBHOOK_URL: "https://slack.test/hook",
    BROKEN_WEBHOOK_URL: "https://slack.test/broken",
    LEDGER: { getByName: () => proxy },
  };

  let alarmAt: number | null = null;
  let keeper: Keeper | null = null;
  let objectLife: Life = { isAlive: true };
  let tickLife: Life = { isAlive: true };
  let worker: Worker = createWorker(jobMapOf(environment, options.almanac), platformOf(tickLife));

  /** Counts the rows, and refuses them where it is told to. */
  const sql: SqlStorage = new Proxy(storage.sql, {
    get: (target, name) => {
      if (name !== "exec") return Reflect.get(target, name) as unknown;
      return (query: string, ...values: SqlStorageValue[]) => {
        const cursor = target.exec(query, ...values);
        rows += cursor.rowsWritten;
        return cursor;
      };
    },
  });

  const openKeeper = (): Keeper => {
    keeper ??= new Keeper({
      database: {
        sql,
        transactionSync: (closure) => {
          if (mood === "refuses writes") {
            throw new Error("Exceeded allowed rows written in Durable Objects free tier.");
          }
          return storage.transactionSync(closure);
        },
      },
      alarmClock: {
        get: () => alarmAt,
        async set(at) {
          if (mood === "refuses writes")
            throw new Error("Exceeded allowed rows written in Durable Objects free tier.");
          rows += 1;
          alarmAt = at;
          time.at(at, () => ring(at));
        },
      },
      bindings,
      jobMap: jobMapOf(environment, options.almanac),
      platform: platformOf(objectLife),
      waitUntil: () => {},
    });
    return keeper;
  };

  let callsUnderWay = 0;
  let lastEventAt = time.now();
  /** Something reaches the object: what it is asked, and until when it is at it. */
  const reach = async <T>(event: () => Promise<T>): Promise<T> => {
    const life = objectLife;
    callsUnderWay += 1;
    try {
      return await event();
    } finally {
      if (life === objectLife) {
        callsUnderWay -= 1;
        lastEventAt = time.now();
        time.at(lastEventAt + IDLE_MS, () => {
          const isIdle = callsUnderWay === 0 && time.now() - lastEventAt >= IDLE_MS;
          if (isIdle && life === objectLife) world.kill("object");
        });
      }
    }
  };

  /** Cloudflare tries an alarm that fails again: after 2 s, 4 s, …, six times. */
  const ring = (at: number, retry = 0): void => {
    if (alarmAt !== at && retry === 0) return; // It was set to another time since.
    Promise.resolve()
      .then(() => {
        // An object that it wakes still finds it set, and would cancel it by setting it.
        const woken = openKeeper();
        if (retry === 0 && alarmAt !== at) return undefined;
        if (retry === 0) alarmAt = null;
        rings += 1;
        return reach(() => woken.ring());
      })
      .catch(() => {
        if (retry < 6) time.at(time.now() + 2_000 * 2 ** retry, () => ring(at, retry + 1));
      });
  };

  const hooks = new Map<string, () => void>();
  const takeHook = (when: string, call: string | symbol): void => {
    const key = `${when} ${String(call)}`;
    const action = hooks.get(key);
    hooks.delete(key);
    action?.();
  };
  const proxy = new Proxy({} as LedgerCalls, {
    get: (_, name) => {
      if (name === "then") return undefined;
      return async (...args: unknown[]) => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
        if (mood === "throws") throw new Error("the object is broken");
        if (mood === "hangs") return never;
        if (mood === "slow") await new Promise<void>((resolve) => time.at(time.now() + 3_000, resolve));
        const [caller, callee] = [tickLife, objectLife];
        takeHook("before", name);
        if (!caller.isAlive || !callee.isAlive) return never;
        const method = Reflect.get(openKeeper(), name) as (...given: readonly unknown[]) => Promise<unknown>;
        const given = mood === "0.1.0" ? asBefore(name, args) : args;
        const answer = await reach(() => method.call(openKeeper(), ...structuredClone(given)));
        takeHook("after", name);
        return caller.isAlive && callee.isAlive ? structuredClone(answer) : never;
      };
    },
  });

  const world: World = {
    time,
    backend,
    lines,
    slack,
    slackDetails,
    events,
    calls,
    rowsWritten: () => rows,
    deliver: (cron, scheduledTime) =>
      worker.scheduled(createScheduledController({ cron, scheduledTime }), bindings, contextOf()).then(
        () => null,
        (error: unknown) => error,
      ),
    async runCron(until, { lateMs = 10_000, drop = () => false } = {}) {
      const triggers = Object.keys(environment.triggers).map((cron) => ({ cron, parsed: parsed(cron) }));
      for (const { cron, parsed: expression } of triggers) {
        let minute = nextAfter(expression, Math.floor(time.now() / MINUTE) - 1);
        while (minute !== null && minute * MINUTE + lateMs <= until) {
          const tick = { cron, scheduledTime: minute * MINUTE };
          if (!drop(tick))
            time.at(tick.scheduledTime + lateMs, () => void world.deliver(tick.cron, tick.scheduledTime));
          minute = nextAfter(expression, minute);
        }
      }
      await time.runUntil(until);
    },
    kill(who = "all") {
      if (who !== "ticks") {
        objectLife.isAlive = false;
        objectLife = { isAlive: true };
        callsUnderWay = 0;
        keeper = null;
      }
      if (who !== "object") {
        tickLife.isAlive = false;
        tickLife = { isAlive: true };
        worker = createWorker(jobMapOf(environment, options.almanac), platformOf(tickLife));
      }
    },
    deploy(jobs, more) {
      environment = environmentOf(jobs, more);
      world.kill();
    },
    setMood: (next) => {
      mood = next;
    },
    once: (when, call, action) => void hooks.set(`${when} ${call}`, action),
    onSlack: (action) => {
      onSlack = action;
    },
    setSlack: ({ status = 200, takesMs = 0 }) => {
      slackAnswer = { status, takesMs };
    },
    rings: () => rings,
    ledger: () => proxy,
    sql: storage.sql,
    async request(path, init) {
      const request = new Request(`https://worker.test${path}`, init);
      if (!request.headers.has("Authorization")) request.headers.set("Authorization", `Bearer ${TOKEN}`);
      const answer = worker.fetch(request, bindings, contextOf());
      const isPending = (): Promise<boolean> =>
        Promise.race([answer.then(() => false), realTurns().then(() => true)]);
      while (await isPending()) await time.runUntil(time.now() + 100);
      return answer;
    },
  };
  return world;
}

/** What release 0.1.0 makes of a call. */
function asBefore(call: string | symbol, args: readonly unknown[]): readonly unknown[] {
  if (call === "complete") throw new TypeError('The RPC receiver does not implement the method "complete".');
  return args.map((arg) => {
    if (call !== "renew" || typeof arg !== "object") return arg;
    const { accepted: _, ...known } = arg as { readonly accepted?: unknown };
    return known;
  });
}

/** Comparing tokens and reading bodies takes turns of the real event loop. */
async function realTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

function parsed(cron: string): Cron {
  const result = parseCron(cron);
  if (!result.ok) throw new Error(`no cron: ${cron}`);
  return result.cron;
}

function contextOf(): ExecutionContext {
  return { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;
}
