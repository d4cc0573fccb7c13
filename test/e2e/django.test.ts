import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDjangoSite, type DjangoSite, python } from "./django-site.ts";

const token = "token-of-the-test";
const signingSecret = `whsec_${Buffer.alloc(32, "k").toString("base64")}`;
// A process that was killed keeps its run for this long.
const leaseSeconds = 2;
const given = python === undefined ? "no python3 with Django here: apt-get install python3-django" : "Django";

let site: DjangoSite;

beforeEach(() => {
  site = createDjangoSite({
    ERIFY_CRON_TOKEN: token,
    CRON_SIGNING_SECRET: signingSecret,
    CRON_LEASE_SECONDS: String(leaseSeconds),
  });
});

afterEach(() => site.close());

/** What the Worker sends for a run, as docs/backend.md has it. */
function send(
  url: string,
  path: string,
  job: string,
  change: Record<string, string> = {},
): Promise<Response> {
  const runId = `production:${job}:20261123T0206Z`;
  const body = JSON.stringify({
    source: "cloudflare-cron",
    job,
    environment: "production",
    scheduledTime: "2026-11-23T02:06:00.000Z",
  });
  const now = new Date();
  return fetch(url + path, {
    method: "POST",
    body,
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "User-Agent": "erify-cron-workers-prod/0.1.0",
      "X-Correlation-ID": "7fb31219-68ed-436a-9913-10a16393247e",
      "Idempotency-Key": runId,
      "X-Cron-Job": job,
      "X-Cron-Scheduled-Time": "2026-11-23T02:06:00.000Z",
      "X-Cron-Attempt": "1",
      "X-Cron-Trigger": "cron",
      "webhook-id": runId,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(signingSecret).sign(runId, now, body),
      ...change,
    },
  });
}

/** Two attempts at once. Resolves when one of them has been told that the other is at work. */
async function sendTwice(url: string, path: string, job: string): Promise<readonly Promise<Response>[]> {
  const attempts = [send(url, path, job), send(url, path, job)];
  const refused = await Promise.race(attempts);
  expect([refused.status, refused.headers.get("Retry-After")]).toEqual([409, "2"]);
  return attempts;
}

const success = (result: string) => ({ status: "success", result });

async function told(response: Response): Promise<unknown> {
  return [response.status, response.headers.get("Idempotency-Replayed"), await response.json()];
}

/** Asks again as the Worker does, while the answer is 409 with `Retry-After`. */
async function sendUntilSettled(url: string, path: string, job: string): Promise<Response> {
  for (;;) {
    const response = await send(url, path, job);
    const retryAfter = response.headers.get("Retry-After");
    if (response.status !== 409 || retryAfter === null) return response;
    await setTimeout(Number(retryAfter) * 50);
  }
}

describe.skipIf(python === undefined)(given, () => {
  it("passes its own tests, and has a migration for every model", async () => {
    const tests = site.manage(["test"]);
    expect(await tests.ended, tests.output()).toBe(0);
    const [, count] = await tests.waitFor(/^Ran (\d+) tests in [\s\S]*^OK$/m);
    expect(Number(count)).toBeGreaterThan(80);
    expect(await site.manage(["makemigrations", "--check", "--dry-run"]).ended).toBe(0);
  });

  it("answers what the Worker sends, once for each run", async () => {
    const calls: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
    const worker = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        calls.push({ url: request.url, authorization: request.headers.authorization, body });
        response.end("{}");
      });
    }).listen(0, "127.0.0.1");
    await once(worker, "listening");
    const address = worker.address();
    const port = typeof address === "object" ? address?.port : 0;

    try {
      expect(await site.manage(["migrate", "-v0"]).ended).toBe(0);
      const server = await site.serve();
      const { url } = server;

      const first = await send(url, "/cron/ee-recent", "every5min");
      expect(first.headers.get("X-Correlation-ID")).toBe("7fb31219-68ed-436a-9913-10a16393247e");
      const updated = success("3 added, 0 changed, 0 unchanged");
      expect(await told(first)).toEqual([200, null, updated]);
      expect(await told(await send(url, "/cron/ee-recent", "every5min"))).toEqual([200, "true", updated]);
      expect(await told(await send(url, "/cron/check-current", "checkCurrent"))).toEqual([
        200,
        null,
        success("3 current elections, as in the source"),
      ]);
      expect(await told(await send(url, "/cron/mop-recent?delta=25", "mopDelta"))).toEqual([
        200,
        null,
        success("2 added, 0 changed, 3 unchanged"),
      ]);
      expect((await send(url, "/cron/mop-recent?delta=26", "mopDelta")).status).toBe(422);

      const unsigned = await send(url, "/cron/ee-recent", "every5min", { "webhook-signature": "v1,AAAA" });
      expect(unsigned.status).toBe(401);
      expect((await send(url, "/cron/ee-recent", "every5min", { Authorization: "" })).status).toBe(401);
      expect((await fetch(`${url}/cron/ee-recent`)).status).toBe(405);
      // The body is not read to its end; the connection must stay in order all the same.
      const tooLong = await fetch(`${url}/cron/ee-recent`, {
        method: "POST",
        body: "x".repeat(1024 * 1024),
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      });
      expect(tooLong.status).toBe(413);

      const accepted = { status: "accepted", runId: "production:partiesImport:20261123T0206Z" };
      const parties = () => send(url, "/cron/parties-import", "partiesImport").then(told);
      expect(await parties()).toEqual([202, null, accepted]);
      expect(await parties()).toEqual([202, "true", accepted]);
      const queue = site.manage(["run_cron_jobs", "--once"], {
        CRON_WORKER_URL: `http://127.0.0.1:${port}`,
        CRON_WORKER_TOKEN: "token-of-the-worker",
      });
      expect(await queue.ended, queue.output()).toBe(0);
      expect(await parties()).toEqual([200, "true", updated]);
      expect(calls).toEqual([
        {
          url: "/runs/production%3ApartiesImport%3A20261123T0206Z/complete",
          authorization: "Bearer token-of-the-worker",
          body: '{"status": "succeeded", "message": "3 added, 0 changed, 0 unchanged"}',
        },
      ]);

      const lines = server
        .output()
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines[0]).toMatchObject({
        level: "INFO",
        message: "POST /cron/ee-recent",
        correlationId: "7fb31219-68ed-436a-9913-10a16393247e",
        job: "every5min",
        runId: "production:every5min:20261123T0206Z",
        status: 200,
      });
      expect(server.output()).not.toContain(token);
    } finally {
      worker.close();
      worker.closeAllConnections();
    }
  });

  it("does the work once, however many processes and requests there are", async () => {
    expect(await site.manage(["migrate", "-v0"]).ended).toBe(0);
    // In such a crowd a process may get no turn for longer than the short lease of the other tests.
    const lease = { CRON_LEASE_SECONDS: "30" };
    const servers = await Promise.all([site.serve(lease), site.serve(lease)]);
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, n) => send(servers[n % 2]?.url ?? "", "/cron/ee-recent", "every5min")),
    );
    const answers = await Promise.all(responses.map(told));
    const statuses = new Set(responses.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(answers.filter((answer) => JSON.stringify(answer).startsWith("[200,null"))).toHaveLength(1);
    expect(await told(await send(servers[1].url, "/cron/ee-recent", "every5min"))).toEqual([
      200,
      "true",
      success("3 added, 0 changed, 0 unchanged"),
    ]);
  });

  it("frees the run of a server that is killed in it, when its lease is over", async () => {
    expect(await site.manage(["migrate", "-v0"]).ended).toBe(0);
    const slow = await site.serve({ ELECTIONS_SOURCE_DELAY_SECONDS: "60" });
    const attempts = await sendTwice(slow.url, "/cron/ee-recent", "every5min");
    await slow.end("SIGKILL");
    expect((await Promise.allSettled(attempts)).filter(({ status }) => status === "rejected")).toHaveLength(
      1,
    );

    const { url } = await site.serve();
    const killed = await send(url, "/cron/ee-recent", "every5min");
    expect([killed.status, killed.headers.get("Retry-After")]).toEqual([409, "2"]);
    const settled = await sendUntilSettled(url, "/cron/ee-recent", "every5min");
    expect(await told(settled)).toEqual([200, null, success("3 added, 0 changed, 0 unchanged")]);
  });

  it("gives the first one's answer to the attempt after a timeout", async () => {
    expect(await site.manage(["migrate", "-v0"]).ended).toBe(0);
    const { url } = await site.serve({ ELECTIONS_SOURCE_DELAY_SECONDS: "1" });
    const attempts = await sendTwice(url, "/cron/ee-recent", "every5min");
    const answer = success("3 added, 0 changed, 0 unchanged");
    expect(await told(await sendUntilSettled(url, "/cron/ee-recent", "every5min"))).toEqual([
      200,
      "true",
      answer,
    ]);
    const answers = await Promise.all(attempts.map((attempt) => attempt.then(told)));
    expect(answers).toContainEqual([200, null, answer]);
  });

  it("lets the next process do the run in which one was killed, and ends at SIGTERM", async () => {
    expect(await site.manage(["migrate", "-v0"]).ended).toBe(0);
    const { url } = await site.serve();
    expect((await send(url, "/cron/parties-import", "partiesImport")).status).toBe(202);

    const slow = site.manage(["run_cron_jobs"], { ELECTIONS_SOURCE_DELAY_SECONDS: "60" });
    await slow.waitFor(/Running partiesImport in the background.*"attempt": 1/);
    await slow.end("SIGKILL");
    expect((await send(url, "/cron/parties-import", "partiesImport")).status).toBe(202);

    const next = site.manage(["run_cron_jobs", "--poll-seconds", "0.1"]);
    await next.waitFor(/Ran partiesImport in the background.*"status": 200/);
    expect(next.output()).toContain('"attempt": 2');
    expect(await next.end("SIGTERM")).toBe(0);
    expect(next.output()).toContain('"message": "Ended"');
    expect((await send(url, "/cron/parties-import", "partiesImport")).status).toBe(200);
  });
});
