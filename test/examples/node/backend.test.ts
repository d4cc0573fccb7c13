import { EventEmitter, once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Backend,
  type BackendOptions,
  type LogEntry,
  startBackend,
} from "../../../examples/node/backend.ts";
import type { Job } from "../../../examples/node/jobs.ts";

const token = "token-of-the-test";
const body = JSON.stringify({ source: "cloudflare-cron" });
let backend: Backend | undefined;

async function start(options: Partial<BackendOptions> = {}): Promise<Backend> {
  backend = await startBackend({ token, ...options });
  return backend;
}

/** One job, at /cron/x. */
function jobX(run: Job["run"]): Record<string, Job> {
  return { "/cron/x": { keys: ["x"], run } };
}

afterEach(async () => {
  await backend?.close();
  backend = undefined;
});

function post(
  path: string,
  init: { headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...init.headers };
  return fetch(`${backend?.url}${path}`, { method: "POST", body, ...init, headers });
}

describe("a job's endpoint", () => {
  it.each(["/cron/ee-recent", "/cron/parties-import", "/cron/check-current", "/cron/mop-recent?delta=25"])(
    "POST %s runs",
    async (path) => {
      await start();
      const response = await post(path);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ status: "success" });
    },
  );

  it("gives the query to the job", async () => {
    await start();
    expect(await (await post("/cron/mop-recent?delta=25")).json()).toMatchObject({
      result: { since: "25h" },
    });
    expect((await post("/cron/mop-recent?delta=a-day")).status).toBe(400);
  });

  it.each<{ given: string; path: string; want: number; headers?: Record<string, string>; body?: string }>([
    { given: "no token", path: "/cron/ee-recent", headers: { Authorization: "" }, want: 401 },
    {
      given: "a longer token",
      path: "/cron/ee-recent",
      headers: { Authorization: `Bearer ${token}x` },
      want: 401,
    },
    {
      given: "another scheme",
      path: "/cron/ee-recent",
      headers: { Authorization: `Basic ${token}` },
      want: 401,
    },
    { given: "another path", path: "/cron/nothing", want: 404 },
    { given: "a name of Object's own", path: "/constructor", want: 404 },
    { given: "another type", path: "/cron/ee-recent", headers: { "Content-Type": "text/plain" }, want: 415 },
    { given: "64 KiB and a byte", path: "/cron/ee-recent", body: "x".repeat(64 * 1024 + 1), want: 413 },
    { given: "a megabyte", path: "/cron/ee-recent", body: "x".repeat(1024 * 1024), want: 413 },
    { given: "half an object", path: "/cron/ee-recent", body: "{", want: 400 },
    { given: "a list", path: "/cron/ee-recent", body: "[]", want: 400 },
  ])("answers $want to $given", async ({ path, want, ...init }) => {
    await start();
    expect((await post(path, init)).status).toBe(want);
  });

  it("names the method that it takes", async () => {
    await start();
    const response = await fetch(`${backend?.url}/cron/ee-recent`);
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "POST"]);
  });

  it("lets nobody in where the token is empty", async () => {
    await start({ token: "" });
    expect((await post("/cron/ee-recent", { headers: { Authorization: "Bearer " } })).status).toBe(401);
  });

  it("hides a job's error from the caller and logs it", async () => {
    const log: LogEntry[] = [];
    await start({
      log: (entry) => log.push(entry),
      jobs: jobX(() => Promise.reject(new Error("disk full"))),
    });
    const response = await post("/cron/x", { headers: { "X-Correlation-ID": "c-1", "X-Cron-Job": "x" } });
    expect(response.status).toBe(500);
    expect(response.headers.get("X-Correlation-ID")).toBe("c-1");
    expect(await response.text()).not.toContain("disk full");
    expect(log).toMatchObject([
      { level: "ERROR", correlationId: "c-1", job: "x", status: 500, error: "Error: disk full" },
    ]);
  });
});

describe("Idempotency-Key", () => {
  const headers = { "Idempotency-Key": "production:every5min:20261123T0205Z" };

  it("runs the job once and gives its answer again", async () => {
    let runs = 0;
    await start({ jobs: jobX(async () => ({ run: ++runs })) });
    const first = await post("/cron/x", { headers });
    const second = await post("/cron/x", { headers });
    expect(await second.json()).toEqual(await first.json());
    expect([first.headers.get("Idempotency-Replayed"), second.headers.get("Idempotency-Replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(runs).toBe(1);
  });

  it("answers 409 with Retry-After while the run is still going", async () => {
    const job = new EventEmitter();
    await start({
      jobs: jobX(async () => {
        job.emit("entered");
        await once(job, "end");
      }),
    });
    const entered = once(job, "entered");
    const first = post("/cron/x", { headers });
    await entered;
    const second = await post("/cron/x", { headers });
    expect([second.status, second.headers.get("Retry-After")]).toEqual([409, "1"]);
    job.emit("end");
    expect((await first).status).toBe(200);
  });

  it("answers 422 to another body or another path under the same key", async () => {
    await start();
    await post("/cron/ee-recent", { headers });
    expect((await post("/cron/ee-recent", { headers, body: '{"source":"else"}' })).status).toBe(422);
    expect((await post("/cron/check-current", { headers })).status).toBe(422);
  });

  it("keeps no failure: the same key may try again", async () => {
    const answers = [() => Promise.reject(new Error("first")), () => Promise.resolve("second")];
    await start({ jobs: jobX(() => answers.shift()?.() ?? Promise.reject(new Error("third"))) });
    expect((await post("/cron/x", { headers })).status).toBe(500);
    expect((await post("/cron/x", { headers })).status).toBe(200);
  });
});

it("fails every so-manieth request on purpose", async () => {
  await start({ failEvery: 3 });
  const statuses: number[] = [];
  for (let n = 0; n < 6; n++) statuses.push((await post("/cron/ee-recent")).status);
  expect(statuses).toEqual([200, 200, 503, 200, 200, 503]);
});

it("is healthy without a token, and keeps what it received", async () => {
  const { url, received } = await start();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await post("/cron/ee-recent");
  expect(received).toMatchObject([
    { method: "GET", target: "/health", status: 200 },
    { method: "POST", target: "/cron/ee-recent", status: 200, body },
  ]);
});
