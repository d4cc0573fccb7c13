/** What a backend gets from a job with `auth.hmac`, and what the standard's reference library says of it. */
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bindings } from "../../src/configuration.ts";
import type { Auth } from "../../src/job-map.ts";
import type { ReceivedRequest } from "../support/provided.ts";
import { behaviour, createHarness, type Harness, NOON, receivedAt, TOKEN } from "./harness.ts";
import { DEFAULTS } from "./job-maps.ts";

const SECRET = secretOf(1);
const PREVIOUS = secretOf(2);
const RUN_ID = "test:job:20261123T1200Z";

/** 32 bytes of one value. */
function secretOf(byte: number): string {
  return `whsec_${btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))}`;
}

interface Sent {
  readonly harness: Harness;
  readonly failure: unknown;
  readonly requests: readonly ReceivedRequest[];
}

/** One tick of a job that the backend treats so. */
async function runJob({
  auth = { bearer: null, hmac: "CRON_KEY" },
  steps = ["200"],
  bindings = { CRON_KEY: SECRET },
  method = "POST",
}: {
  auth?: Auth;
  steps?: readonly string[];
  bindings?: Bindings;
  method?: string;
}): Promise<Sent> {
  const { id, path } = behaviour(...steps);
  const payload = { delta: 25, names: ["é", "✓"] };
  const harness = createHarness({ jobs: { job: { path, auth, method, payload } }, bindings });
  const failure = await harness.tick();
  return { harness, failure, requests: await receivedAt(id) };
}

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error("there is none");
  return first;
}

function isVerified(secret: string, { body, headers }: Pick<ReceivedRequest, "body" | "headers">): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

// The reference library asks the real clock how old a request is.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a signed request", () => {
  it("is verified by the reference library, as it arrived; no token goes with it", async () => {
    const { failure, requests } = await runJob({});
    expect(failure).toBeNull();
    const request = firstOf(requests);
    expect(isVerified(SECRET, request)).toBe(true);
    expect(request.headers).toMatchObject({
      "webhook-id": RUN_ID,
      "idempotency-key": RUN_ID,
      "webhook-timestamp": String(NOON / 1000),
    });
    expect(request.headers).not.toHaveProperty("authorization");
  });

  it("is not, once anything of it is another", async () => {
    const request = firstOf((await runJob({})).requests);
    const { body, headers } = request;
    const changed = {
      secret: isVerified(PREVIOUS, request),
      body: isVerified(SECRET, { headers, body: body.replace("25", "26") }),
      id: isVerified(SECRET, { body, headers: { ...headers, "webhook-id": `${RUN_ID}#2` } }),
      timestamp: isVerified(SECRET, {
        body,
        headers: { ...headers, "webhook-timestamp": String(NOON / 1000 + 1) },
      }),
    };
    expect(changed).toEqual({ secret: false, body: false, id: false, timestamp: false });
  });

  it("carries the token too, where the job has both", async () => {
    const request = firstOf(
      (await runJob({ auth: { bearer: "ERIFY_CRON_TOKEN", hmac: "CRON_KEY" } })).requests,
    );
    expect(request.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
    expect(isVerified(SECRET, request)).toBe(true);
  });

  it.each(["GET", "HEAD"])("of the method %s is signed over an empty body", async (method) => {
    const request = firstOf((await runJob({ method })).requests);
    expect(request).toMatchObject({ method, body: "" });
    expect(isVerified(SECRET, request)).toBe(true);
  });

  it("keeps its id from attempt to attempt, and says when each was made", async () => {
    const { requests } = await runJob({ steps: ["500", "500", "200"] });
    expect(requests.map(({ headers }) => headers["webhook-id"])).toEqual([RUN_ID, RUN_ID, RUN_ID]);
    // The waits are 1 s and 2 s.
    expect(requests.map(({ headers }) => Number(headers["webhook-timestamp"]) - NOON / 1000)).toEqual([
      0, 1, 3,
    ]);
    expect(requests.map((request) => isVerified(SECRET, request))).toEqual([true, true, true]);
  });

  it("is too old after five minutes", async () => {
    const request = firstOf((await runJob({})).requests);
    vi.setSystemTime(NOON + 300_000);
    expect(isVerified(SECRET, request)).toBe(true);
    vi.setSystemTime(NOON + 301_000);
    expect(isVerified(SECRET, request)).toBe(false);
  });
});

it("a job with a token alone is not signed", async () => {
  const request = firstOf((await runJob({ auth: { bearer: "ERIFY_CRON_TOKEN" } })).requests);
  expect(Object.keys(request.headers).filter((name) => name.startsWith("webhook-"))).toEqual([]);
});

describe("while the secret is rotated", () => {
  it("a backend that knows either of the two verifies it; the current one's signature is first", async () => {
    const { requests } = await runJob({ bindings: { CRON_KEY: SECRET, CRON_KEY_PREVIOUS: PREVIOUS } });
    const request = firstOf(requests);
    expect([SECRET, PREVIOUS, secretOf(3)].map((secret) => isVerified(secret, request))).toEqual([
      true,
      true,
      false,
    ]);
    const [current = ""] = (request.headers["webhook-signature"] ?? "").split(" ");
    expect(
      isVerified(SECRET, { ...request, headers: { ...request.headers, "webhook-signature": current } }),
    ).toBe(true);
  });

  it("a previous one that is malformed stops nothing: the log and /health say it", async () => {
    const malformed = PREVIOUS.slice(0, 20);
    const { harness, failure, requests } = await runJob({
      bindings: { CRON_KEY: SECRET, CRON_KEY_PREVIOUS: malformed },
    });
    expect(failure).toBeNull();
    const request = firstOf(requests);
    expect(isVerified(SECRET, request)).toBe(true);
    expect((request.headers["webhook-signature"] ?? "").split(" ")).toHaveLength(1);
    expect(harness.lines.filter(({ level }) => level === "ERROR")).toMatchObject([
      {
        job: "job",
        runId: RUN_ID,
        message:
          "A secret can't be used: the secret CRON_KEY_PREVIOUS is no signing secret: whsec_, then 24 to 64 bytes in base64; so requests are signed with CRON_KEY alone: set it again, or delete it",
      },
    ]);
    const health = await harness.request("/health");
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: "degraded",
      checks: { auth: "malformed: CRON_KEY_PREVIOUS" },
    });
    expect(JSON.stringify(harness.lines)).not.toContain(malformed);
  });
});

describe("without a secret that can sign, nothing is sent, and the run says why", () => {
  const advice =
    "is no signing secret: whsec_, then 24 to 64 bytes in base64; so no request was sent: set it again";
  it.each([
    {
      given: {},
      error:
        "the secret CRON_KEY is not set, so no request was sent: set it with wrangler secret put CRON_KEY",
      health: "missing: CRON_KEY",
    },
    {
      given: { CRON_KEY: "plain-text-of-a-secret" },
      error: `the secret CRON_KEY ${advice}`,
      health: "malformed: CRON_KEY",
    },
    {
      given: { CRON_KEY: SECRET.slice(0, 20) },
      error: `the secret CRON_KEY ${advice}`,
      health: "malformed: CRON_KEY",
    },
    {
      given: { CRON_KEY: SECRET.slice(0, 20), CRON_KEY_PREVIOUS: PREVIOUS.slice(0, 20) },
      error: `the secret CRON_KEY ${advice}`,
      health: "malformed: CRON_KEY, CRON_KEY_PREVIOUS",
    },
    {
      // The old one alone signs nothing: as with tokens, who deletes the new one has not gone back to the old one.
      given: { CRON_KEY_PREVIOUS: PREVIOUS },
      error:
        "the secret CRON_KEY is not set, so no request was sent: set it with wrangler secret put CRON_KEY",
      health: "missing: CRON_KEY",
    },
  ])("$health, of $given", async ({ given, error, health }) => {
    const { harness, failure, requests } = await runJob({ bindings: given });
    expect(failure).toMatchObject({ errors: [{ message: `job failed: ${error}` }] });
    expect(requests).toEqual([]);
    expect(await (await harness.request("/health")).json()).toMatchObject({
      status: "unhealthy",
      checks: { auth: health },
    });
    const shown = JSON.stringify([...harness.lines, String(failure)]);
    for (const value of Object.values<string | undefined>(given)) expect(shown).not.toContain(value);
  });
});

it("an answer that repeats the secret, its key or a signature is kept without them", async () => {
  const key = SECRET.slice("whsec_".length);
  const forms = [SECRET, key, key.replace("=", ""), "01".repeat(32), `${"A".repeat(43)}=`];
  const { harness } = await runJob({
    steps: [`text;${SECRET} ${key} ${"01".repeat(32)} v1,${"A".repeat(43)}=`],
  });
  expect(harness.lines.at(-1)?.["response"]).toBe("[redacted] [redacted] [redacted] v1,[redacted]");
  for (const form of forms) expect(JSON.stringify(harness.lines)).not.toContain(form);
});

it.each([
  { auth: { bearer: "ERIFY_CRON_TOKEN", hmac: "CRON_KEY" }, want: "ERIFY_CRON_TOKEN, signed with CRON_KEY" },
  { auth: { bearer: null, hmac: "CRON_KEY" }, want: "signed with CRON_KEY" },
  { auth: { bearer: null, hmac: "OTHER_KEY" }, want: "missing: OTHER_KEY" },
  { auth: { bearer: null }, want: "none" },
])("a dry run says of $auth: $want", async ({ auth, want }) => {
  const harness = createHarness({ jobs: { job: { auth } }, bindings: { CRON_KEY: SECRET } });
  const response = await harness.trigger({ job: "job", dryRun: true });
  expect(await response.json()).toMatchObject({ runs: [{ auth: want }] });
});

describe("the Worker's own routes, with a signature alone", () => {
  it.each([
    { bindings: {}, want: 401 },
    { bindings: { TRIGGER_TOKEN: TOKEN }, want: 200 },
  ])("$bindings: $want", async ({ bindings, want }) => {
    const auth = { bearer: null, hmac: "CRON_KEY" };
    const harness = createHarness({
      environment: { defaults: { ...DEFAULTS, auth } },
      bindings: { CRON_KEY: SECRET, ...bindings },
    });
    expect((await harness.trigger({ job: "job", dryRun: true })).status).toBe(want);
    // Nor does the signing secret open them.
    const headers = { Authorization: `Bearer ${SECRET}` };
    expect((await harness.trigger({ job: "job", dryRun: true }, headers)).status).toBe(401);
  });
});
