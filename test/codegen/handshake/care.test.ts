/** What a handshake leaves alone, and what it says where it can't go on. */
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "../../../examples/node/backend.ts";
import { startDeviation, withHeaders } from "./support/deviation.ts";
import type { Deviation } from "./support/deviation.ts";
import { idsOf, onlySignedJob, outcomes, plainJob, secrets, shake, signedJob } from "./support/shake.ts";
import { SIGNING_SECRET, TOKEN } from "./support/shake.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: Partial<Parameters<typeof startBackend>[0]> = {}): Promise<Backend> {
  const backend = await startBackend({ token: TOKEN, ...options });
  closing.push(() => backend.close());
  return backend;
}

async function deviate(backend: Backend, deviation: Deviation): Promise<string> {
  const deviating = await startDeviation(backend.url, deviation);
  closing.push(() => deviating.close());
  return deviating.url;
}

/** A job that counts its real runs. */
function countingJob() {
  const runs = { count: 0 };
  const run = async (): Promise<number> => (runs.count += 1);
  return { runs, jobs: { "/cron/ee-recent": { keys: ["job"], run } } };
}

const hideDryRuns: Deviation = async (request, forward) => {
  const { headers } = request;
  headers.delete("X-Cron-Dry-Run");
  return withHeaders(await forward({ headers }), { "X-Cron-Dry-Run": null });
};

describe("where an endpoint does not say that it knows dry runs", () => {
  it("nothing is sent that would be let in", async () => {
    const { runs, jobs } = countingJob();
    const backend = await start({ jobs });
    const parts = await shake(await deviate(backend, hideDryRuns));
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(idsOf(parts, "shown")).toEqual(["reachable", "health", "no-credentials", "wrong-token", "method"]);
    expect(outcomes(parts)["same-key"]).toMatchObject({ why: expect.stringContaining("--real-work") });
    expect(backend.received.map(({ status }) => status)).toEqual([200, 405, 401, 401]);
    expect(runs.count).toBe(0);
  });

  it("--real-work does the work, once", async () => {
    const { runs, jobs } = countingJob();
    const parts = await shake(await deviate(await start({ jobs }), hideDryRuns), { realWork: true });
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(idsOf(parts, "untried")).toEqual(["tls", "dry-run", "at-once"]);
    expect(runs.count).toBe(1);
  });
});

describe("where a dry run is answered as a real one", () => {
  it("nothing more is sent that would be let in", async () => {
    const backend = await start();
    const url = await deviate(backend, async (request, forward) => {
      const answer = await forward();
      return request.method === "POST" && answer.status === 200 ? { ...answer, body: "done" } : answer;
    });
    const parts = await shake(url);
    expect(idsOf(parts, "failed")).toEqual(["dry-run"]);
    expect(backend.received.filter(({ status }) => status === 200)).toHaveLength(2);
  });
});

describe("the secrets", () => {
  it("leave untried what needs them where they are not set, and name them", async () => {
    const parts = await shake((await start()).url, { secrets: {} });
    expect(outcomes(parts)["let-in"]).toMatchObject({
      why: expect.stringContaining("`ERIFY_CRON_TOKEN` is not set"),
    });
    expect(idsOf(parts, "failed")).toEqual([]);
  });

  it.each([
    {
      what: "no signing secret",
      given: { ...secrets, CRON_SIGNING_SECRET: TOKEN },
      want: "`CRON_SIGNING_SECRET` is no signing secret",
    },
    {
      what: "no token",
      given: { ...secrets, ERIFY_CRON_TOKEN: "a b" },
      want: "`ERIFY_CRON_TOKEN` holds characters",
    },
  ])("are told to be none where one is $what", async ({ given, want }) => {
    const parts = await shake((await start()).url, { secrets: given, job: signedJob });
    expect(outcomes(parts)["let-in"]).toMatchObject({ kind: "untried", why: expect.stringContaining(want) });
    expect(JSON.stringify(parts)).not.toContain(TOKEN);
  });

  it("that are other ones than the backend's are seen", async () => {
    const parts = await shake((await start({ token: "another" })).url);
    expect(idsOf(parts, "failed")).toEqual(["let-in"]);
    expect(outcomes(parts)["let-in"]).toMatchObject({
      mend: expect.stringContaining("the same `ERIFY_CRON_TOKEN`"),
    });
  });

  const other = `whsec_${Buffer.alloc(32, "o").toString("base64")}`;
  it.each<{ what: string; job: string; backend: Parameters<typeof start>[0]; mend: string }>([
    {
      what: "the token, of both",
      job: signedJob,
      backend: { token: "another", signingSecrets: [SIGNING_SECRET] },
      mend: "give this command and the backend the same `ERIFY_CRON_TOKEN`",
    },
    {
      what: "the signing secret, of both",
      job: signedJob,
      backend: { signingSecrets: [other] },
      mend:
        "give this command and the backend the same `ERIFY_CRON_TOKEN` and `CRON_SIGNING_SECRET`, and see that its " +
        "clock is right",
    },
    {
      what: "the signing secret alone",
      job: onlySignedJob,
      backend: { token: "", signingSecrets: [other] },
      mend: "give this command and the backend the same `CRON_SIGNING_SECRET`, and see that its clock is right",
    },
    {
      what: "a token that the job does not send",
      job: onlySignedJob,
      backend: { signingSecrets: [SIGNING_SECRET] },
      mend:
        "it asks for a bearer token, and the job's `auth` names none: add `bearer` to it, or let the backend ask for the " +
        "signature alone",
    },
  ])("are named as what the backend refused: $what", async ({ job, backend, mend }) => {
    const parts = await shake((await start(backend)).url, { job });
    expect(outcomes(parts)["let-in"]).toMatchObject({ kind: "failed", mend });
  });
});

describe("an answer that is about something else", () => {
  it.each([
    { status: 308, mend: "the Worker follows no redirect" },
    { status: 404, mend: "there is nothing at this path" },
    { status: 403, mend: "a CSRF check or a firewall" },
    { status: 502, mend: "its log says why" },
  ])("$status is told as such", async ({ status, mend }) => {
    const url = await deviate(await start(), async (request, forward) =>
      request.target === "/health"
        ? forward()
        : { status, headers: new Headers({ Location: "/elsewhere" }), body: "" },
    );
    const { "no-credentials": outcome } = outcomes(await shake(url));
    expect(outcome).toMatchObject({ kind: "failed", mend: expect.stringContaining(mend) });
  });
});

/** Refuses a few requests first. */
function limited(retryAfter: string, times: number): Deviation {
  let left = times;
  return async (request, forward) => {
    if (request.target === "/health" || (left -= 1) < 0) return forward();
    return { status: 429, headers: new Headers({ "Retry-After": retryAfter }), body: "" };
  };
}

describe("a rate limit", () => {
  it("is waited for, and then all goes on", async () => {
    const waits: number[] = [];
    const sleep = async (ms: number): Promise<void> => void waits.push(ms);
    const parts = await shake(await deviate(await start(), limited("7", 2)), { world: { sleep } });
    expect(waits.slice(0, 2)).toEqual([7000, 7000]);
    expect(outcomes(parts)["no-credentials"]).toMatchObject({ kind: "shown" });
  });

  it("of more than 10 s leaves it untried", async () => {
    const parts = await shake(await deviate(await start(), limited("11", 99)));
    expect(outcomes(parts)["no-credentials"]).toMatchObject({
      kind: "untried",
      why: expect.stringContaining("429"),
    });
    expect(idsOf(parts, "failed")).toEqual([]);
  });
});

it("asks nothing of a body where a job has none, and no token where it sends none", async () => {
  const parts = await shake((await start()).url, {
    job: "endpoint: GET /cron/x\nauth: none\nschedule: manual",
  });
  const ids = Object.keys(outcomes(parts));
  expect(ids).not.toEqual(expect.arrayContaining(["other-body"]));
  expect(ids).not.toEqual(expect.arrayContaining(["wrong-token"]));
  expect(ids).not.toEqual(expect.arrayContaining(["no-credentials"]));
  expect(ids).toContain("let-in");
});

it("sends what the Worker sends, but for the dry run and the key", async () => {
  const backend = await start();
  await shake(backend.url, { job: `${plainJob}\npayload: { a: 1 }\nheaders: { X-Tenant: "7" }` });
  const sent = backend.received.find(({ status, method }) => status === 200 && method === "POST");
  expect(sent?.headers).toMatchObject({
    authorization: `Bearer ${TOKEN}`,
    "content-type": "application/json",
    "user-agent": "cron-worker-production/0.1.0",
    "x-cron-job": "job",
    "x-cron-attempt": "1",
    "x-cron-trigger": "manual",
    "x-tenant": "7",
    "x-cron-dry-run": "1",
    "idempotency-key": expect.stringMatching(/^production:job:handshake-[0-9a-f-]{36}$/),
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
  });
  expect(JSON.parse(sent?.body ?? "")).toEqual({
    source: "cloudflare-cron",
    job: "job",
    environment: "production",
    scheduledTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/),
    payload: { a: 1 },
  });
});
