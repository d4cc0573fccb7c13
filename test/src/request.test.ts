import { describe, expect, it } from "vitest";
import type { Job } from "../../src/job-map.ts";
import { buildRequest, type RequestTarget } from "../../src/request.ts";
import type { Run } from "../../src/run.ts";
import { DEFAULTS, jobOf } from "./job-maps.ts";

const SPAN_ID = "00f067aa0ba902b7";
const FIRST = { number: 1, spanId: SPAN_ID, startedAt: Date.parse("2026-11-23T23:33:14.120Z") };
const SECOND = { ...FIRST, number: 2 };
const TARGET: RequestTarget = {
  environment: "production",
  worker: "erify-cron-workers-prod",
  backendBase: "https://api.erify.world",
  token: "secret",
  signingKeys: [],
};

function runOf(job: Partial<Job> = {}, more: Partial<Run> = {}): Run {
  return {
    job: "mopDelta",
    definition: jobOf({ path: "/cron/mop-recent?delta=25", ...job }),
    settings: DEFAULTS,
    id: "production:mopDelta:20261123T2333Z",
    correlationId: "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
    trigger: "cron",
    scheduledTime: Date.parse("2026-11-23T23:33:00.000Z"),
    ...more,
  };
}

function textOf(body: BodyInit | null | undefined): string {
  if (typeof body !== "string") throw new Error("the body is no text");
  return body;
}

async function headersOf(run: Run, attempt = FIRST, target = TARGET): Promise<Record<string, string>> {
  const { init } = await buildRequest(run, attempt, target);
  return Object.fromEntries(new Headers(init.headers));
}

describe("buildRequest", () => {
  it("is the contract's request, whole", async () => {
    const { url, init } = await buildRequest(runOf({ payload: { hours: 25 } }), SECOND, TARGET);
    expect(url).toBe("https://api.erify.world/cron/mop-recent?delta=25");
    expect(init).toMatchObject({ method: "POST", redirect: "manual" });
    expect(init.body).toBe(
      '{"source":"cloudflare-cron","job":"mopDelta","environment":"production","scheduledTime":"2026-11-23T23:33:00.000Z","payload":{"hours":25}}',
    );
    expect(await headersOf(runOf(), SECOND)).toEqual({
      authorization: "Bearer secret",
      "content-type": "application/json",
      "user-agent": "erify-cron-workers-prod/0.1.0",
      "x-correlation-id": "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
      "idempotency-key": "production:mopDelta:20261123T2333Z",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "x-cron-job": "mopDelta",
      "x-cron-scheduled-time": "2026-11-23T23:33:00.000Z",
      "x-cron-attempt": "2",
      "x-cron-trigger": "cron",
    });
  });

  it.each([
    { given: undefined, want: false },
    { given: null, want: true },
    { given: false, want: true },
    { given: [], want: true },
  ])("payload $given is there: $want", async ({ given, want }) => {
    const run = given === undefined ? runOf() : runOf({ payload: given });
    const { init } = await buildRequest(run, FIRST, TARGET);
    expect(Object.hasOwn(JSON.parse(textOf(init.body)), "payload")).toBe(want);
  });

  it.each(["GET", "HEAD"])("%s has neither body nor Content-Type", async (method) => {
    const run = runOf({ method, payload: 1 });
    expect((await buildRequest(run, FIRST, TARGET)).init.body).toBeNull();
    expect(await headersOf(run)).not.toHaveProperty("content-type");
  });

  it("a job's own headers are sent, and do not replace the contract's", async () => {
    const headers = {
      "X-Tenant": "7",
      "user-agent": "mine",
      "x-cron-attempt": "9",
      "IDEMPOTENCY-KEY": "mine",
    };
    expect(await headersOf(runOf({ headers }))).toMatchObject({
      "x-tenant": "7",
      "user-agent": "mine",
      "x-cron-attempt": "1",
      "idempotency-key": "production:mopDelta:20261123T2333Z",
    });
  });

  it("without a token there is no Authorization", async () => {
    expect(await headersOf(runOf(), FIRST, { ...TARGET, token: null })).not.toHaveProperty("authorization");
  });

  it("without a scheduled time nothing in it depends on when it is sent", async () => {
    const run = runOf({}, { scheduledTime: null, trigger: "manual" });
    expect((await buildRequest(run, FIRST, TARGET)).init.body).toContain('"scheduledTime":null');
    expect(await headersOf(run)).not.toHaveProperty("x-cron-scheduled-time");
  });
});
