/**
 * The Worker with a job map of as many jobs as asked for, beside a bare loop of `fetch`. In workerd,
 * `GET /tick?jobs=10&backend=URL` and `/loop?jobs=10&backend=URL` answer with the milliseconds that each took.
 */
import { createWorker } from "../src/create-worker.ts";
import type { Job, JobMap } from "../src/job-map.ts";
import { builtIn } from "../codegen/schema/built-in.ts";

const cron = "* * * * *";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

function jobMapOf(count: number): JobMap {
  const names = Array.from({ length: count }, (_, index) => `job${index}`);
  const job = (name: string): Job => ({
    name,
    method: "POST",
    path: `/${name}`,
    schedule: [{ cron }],
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

async function tick(jobs: number, backend: string, context: ExecutionContext): Promise<void> {
  const worker = createWorker(jobMapOf(jobs), {
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => crypto.randomUUID(),
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    timeoutSignal: (timeoutMs) => AbortSignal.timeout(timeoutMs),
    fetch: (url, init) => fetch(url, init),
    console: quiet,
  });
  const controller = { cron, scheduledTime: Date.now(), noRetry() {} };
  await worker.scheduled(
    controller,
    { ENVIRONMENT: "bench", BACKEND_BASE: backend, ERIFY_CRON_TOKEN: "bench" },
    context,
  );
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
  async fetch(request: Request, _bindings: unknown, context: ExecutionContext): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [jobs, backend] = [Number(searchParams.get("jobs")), searchParams.get("backend") ?? ""];
    const started = performance.now();
    if (pathname === "/tick") await tick(jobs, backend, context);
    else await loop(jobs, backend);
    return Response.json(performance.now() - started);
  },
};
