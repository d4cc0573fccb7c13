/**
 * The Worker on a platform of its own, in workerd, without a ledger (`ledger/world.ts` has one): the clock stands still
 * unless someone sleeps, the dice always show their most, nobody waits, and `fetch` is the real one.
 */
import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { afterEach, expect, inject } from "vitest";
import type { ReceivedRequest } from "../support/provided.ts";
import type { Bindings } from "../../src/configuration.ts";
import { createWorker } from "../../src/create-worker.ts";
import type { Almanac, EnvironmentMap, Job } from "../../src/job-map.ts";
import type { Platform } from "../../src/platform.ts";
import { startTimeout } from "../../src/timeout.ts";
import { environmentOf, jobMapOf } from "./job-maps.ts";

/** Whatever happens, this must never show. */
export const TOKEN = "s3cret-t0ken/with+signs=";

/** The clock's start: a full minute. */
export const NOON = Date.parse("2026-11-23T12:00:00.000Z");

export const EVERY_MINUTE = "* * * * *";

/** A line as the Worker gives it to the console. */
export type Line = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

/** Every line that any test of the file made the Worker write. */
const allLines: Line[] = [];

afterEach(() => {
  expect(JSON.stringify(allLines)).not.toContain(TOKEN);
});

export interface HarnessOptions {
  readonly jobs?: Readonly<Record<string, Partial<Job>>>;
  readonly environment?: Partial<EnvironmentMap>;
  readonly bindings?: Bindings;
  readonly platform?: Partial<Platform>;
  readonly almanac?: Almanac;
  /** How long every request seems to take. */
  readonly fetchTakesMs?: number;
}

export interface Harness {
  readonly lines: readonly Line[];
  /** What it says of the ledger that is not there; not among `lines`. */
  readonly ledgerLines: readonly Line[];
  /** Milliseconds of every sleep and every timeout, in the order asked for. */
  readonly sleeps: readonly number[];
  readonly timeouts: readonly number[];
  /** Method and URL of every request, in the order sent. */
  readonly sent: readonly string[];
  /** `noRetry`, `log`, `fetch` and `waitUntil`, in the order in which they were called. */
  readonly events: readonly string[];
  advance(delayMs: number): void;
  /** Delivers a tick; resolves with what the handler rejected with, or null. */
  tick(event?: { cron?: string; scheduledTime?: number }): Promise<unknown>;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** As `request`, with the bearer token and a JSON body. */
  trigger(body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export function createHarness(options: HarnessOptions = {}): Harness {
  let now = NOON;
  const lines: Line[] = [];
  const ledgerLines: Line[] = [];
  const sleeps: number[] = [];
  const timeouts: number[] = [];
  const sent: string[] = [];
  const events: string[] = [];
  const write = (line: object): void => {
    if (!isLine(line)) throw new Error("the Worker logged something that is no line");
    allLines.push(line);
    if (line.message.startsWith("ledger unavailable")) return void ledgerLines.push(line);
    events.push("log");
    lines.push(line);
  };
  const platform: Platform = {
    now: () => now,
    random: () => 1,
    uuid: () => crypto.randomUUID(),
    sleep: async (delayMs) => {
      sleeps.push(delayMs);
      now += delayMs;
    },
    startTimeout: (timeoutMs) => {
      timeouts.push(timeoutMs);
      return startTimeout(timeoutMs);
    },
    fetch: async (url, init) => {
      events.push("fetch");
      sent.push(`${init.method ?? "GET"} ${url}`);
      now += options.fetchTakesMs ?? 0;
      return fetch(url, init);
    },
    console: { debug: write, info: write, warn: write, error: write },
    ...options.platform,
  };
  const bindings: Bindings = {
    ENVIRONMENT: "test",
    BACKEND_BASE: inject("backendUrl"),
    ERIFY_CRON_TOKEN: TOKEN,
    ...options.bindings,
  };
  const environment = environmentOf(options.jobs ?? { job: {} }, options.environment);
  const worker = createWorker(jobMapOf(environment, options.almanac), platform);
  const request = async (path: string, init?: RequestInit): Promise<Response> => {
    const context = createExecutionContext();
    const waitUntil = context.waitUntil.bind(context);
    context.waitUntil = (work) => {
      events.push("waitUntil");
      waitUntil(work);
    };
    const response = await worker.fetch(new Request(`https://worker.test${path}`, init), bindings, context);
    await waitOnExecutionContext(context);
    return response;
  };
  return {
    lines,
    ledgerLines,
    sleeps,
    timeouts,
    sent,
    events,
    advance: (delayMs) => {
      now += delayMs;
    },
    async tick({ cron = EVERY_MINUTE, scheduledTime = NOON } = {}) {
      const context = createExecutionContext();
      const controller = createScheduledController({ cron, scheduledTime });
      controller.noRetry = () => events.push("noRetry");
      const failure: unknown = await worker.scheduled(controller, bindings, context).then(
        () => null,
        (error: unknown) => error,
      );
      await waitOnExecutionContext(context);
      return failure;
    },
    request,
    trigger: (body, headers = {}) =>
      request("/trigger", {
        method: "POST",
        headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
  };
}

function isLine(line: object): line is Line {
  return "level" in line && "message" in line && typeof line.message === "string";
}

/** A path at which the misbehaving server does these steps, under an id of its own. */
export function behaviour(...steps: string[]): { id: string; path: string } {
  const id = crypto.randomUUID();
  return { id, path: `/run/${id}?do=${encodeURIComponent(steps.join("|"))}` };
}

/** What arrived at the misbehaving server under an id. */
export async function receivedAt(
  id: string,
  server: string = inject("backendUrl"),
): Promise<ReceivedRequest[]> {
  const response = await fetch(`${server}/record/${id}`);
  return response.json();
}

/** Lines of a level, as level and message. */
export function messages(lines: readonly Line[], ...levels: string[]): string[] {
  return lines.filter(({ level }) => levels.includes(level)).map(({ message }) => message);
}
