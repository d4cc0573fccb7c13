/**
 * The Worker with a job map of as many jobs as asked for, beside a bare loop of `fetch`. In workerd,
 * `GET /tick?jobs=10&backend=URL` and `/loop?jobs=10&backend=URL` answer with the milliseconds that each took. Each tick
 * is of a minute of its own, claimed from a real ledger.
 */
import { createWorker } from "../src/create-worker.ts";
import type { Job, JobMap, ScheduleRule } from "../src/job-map.ts";
import { createLedgerClass } from "../src/ledger/ledger-object.ts";
import type { Platform } from "../src/platform.ts";
import { startTimeout } from "../src/timeout.ts";
import { builtIn } from "../codegen/schema/built-in.ts";

const cron = "* * * * *";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Minutes that the clock is ahead. */
let minutesAhead = 0;

const platform: Platform = {
  now: () => Date.now() + minutesAhead * 60_000,
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  startTimeout,
  fetch: (url, init) => fetch(url, init),
  console: quiet,
};

function jobMapOf(count: number, schedule: readonly ScheduleRule[] = [{ cron }]): JobMap {
  const names = Array.from({ length: count }, (_, index) => `job${index}`);
  const job = (name: string): Job => ({
    name,
    method: "POST",
    path: `/${name}`,
    schedule,
    deadlineMs: 840_000,
    catchUp: null,
  });
  const { timeoutMs, retry, auth, success, enabled, notify, overlap } = builtIn;
  const bench = {
    worker: "bench-cron",
    isDefault: true,
    concurrency: 1,
    healthPath: "/health",
    analytics: null,
    heartbeat: false,
    defaults: { timeoutMs, retry, auth, success, enabled, notify, overlap },
    triggers: { [cron]: names },
    jobs: Object.fromEntries(names.map((name) => [name, job(name)])),
  };
  return { sourceHash: "", almanac: { zones: {}, dates: {} }, environments: { bench } };
}

/** Watches no schedule, so that its alarm has nothing to make up. */
export class Ledger extends createLedgerClass(jobMapOf(50, []), platform) {}

async function tick(
  jobs: number,
  backend: string,
  ledger: unknown,
  context: ExecutionContext,
): Promise<void> {
  minutesAhead += 1;
  const controller = { cron, scheduledTime: platform.now(), noRetry() {} };
  const bindings = { ENVIRONMENT: "bench", BACKEND_BASE: backend, ERIFY_CRON_TOKEN: "bench", LEDGER: ledger };
  await createWorker(jobMapOf(jobs), platform).scheduled(controller, bindings, context);
}

async function loop(jobs: number, backend: string): Promise<void> {
  for (let index = 0; index < jobs; index += 1) {
    const response = await fetch(`${backend}/job${index}`, {
      method: "POST",
      body: "{}",
      headers: { Authorization: "Bearer bench" },
    });
    await response.text();
  }
}

export default {
  async fetch(
    request: Request,
    bindings: { LEDGER?: unknown },
    context: ExecutionContext,
  ): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [jobs, backend] = [Number(searchParams.get("jobs")), searchParams.get("backend") ?? ""];
    const started = performance.now();
    if (pathname === "/tick") await tick(jobs, backend, bindings.LEDGER, context);
    else await loop(jobs, backend);
    return Response.json(performance.now() - started);
  },
};
