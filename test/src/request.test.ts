import { describe, expect, it } from "vitest";
import type { Job } from "../../src/job-map.ts";
import { buildRequest, type RequestTarget } from "../../src/request.ts";
import type { Run } from "../../src/run.ts";
import { DEFAULTS, jobOf } from "./job-maps.ts";

const SPAN_ID = "00f067aa0ba902b7";
const TARGET: RequestTarget = {
  environment: "production",
  worker: "erify-cron-workers-prod",
  backendBase: "https://api.erify.world",
  token: "secret",
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

function headersOf(run: Run, attempt = 1, target = TARGET): Record<string, string> {
  return Object.fromEntries(new Headers(buildRequest(run, attempt, SPAN_ID, target).init.headers));
}

describe("buildRequest", () => {
  it("is the contract's request, whole", () => {
    const { url, init } = buildRequest(runOf({ payload: { hours: 25 } }), 2, SPAN_ID, TARGET);
    expect(url).toBe("https://api.erify.world/cron/mop-recent?delta=25");
    expect(init).toMatchObject({ method: "POST", redirect: "manual" });
    expect(init.body).toBe(
      '{"source":"cloudflare-cron","job":"mopDelta","environment":"production","scheduledTime":"2026-11-23T23:33:00.000Z","payload":{"hours":25}}',
    );
    expect(headersOf(runOf(), 2)).toEqual({
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
  ])("payload $given is there: $want", ({ given, want }) => {
    const run = given === undefined ? runOf() : runOf({ payload: given });
    const { body } = buildRequest(run, 1, SPAN_ID, TARGET).init;
    expect(Object.hasOwn(JSON.parse(textOf(body)), "payload")).toBe(want);
  });

  it.each(["GET", "HEAD"])("%s has neither body nor Content-Type", (method) => {
    const run = runOf({ method, payload: 1 });
    expect(buildRequest(run, 1, SPAN_ID, TARGET).init.body).toBeNull();
    expect(headersOf(run)).not.toHaveProperty("content-type");
  });

  it("a job's own headers are sent, and do not replace the contract's", () => {
    const headers = {
      "X-Tenant": "7",
      "user-agent": "mine",
      "x-cron-attempt": "9",
      "IDEMPOTENCY-KEY": "mine",
    };
    expect(headersOf(runOf({ headers }))).toMatchObject({
      "x-tenant": "7",
      "user-agent": "mine",
      "x-cron-attempt": "1",
      "idempotency-key": "production:mopDelta:20261123T2333Z",
    });
  });

  it("without a token there is no Authorization", () => {
    expect(headersOf(runOf(), 1, { ...TARGET, token: null })).not.toHaveProperty("authorization");
  });

  it("without a scheduled time nothing in it depends on when it is sent", () => {
    const run = runOf({}, { scheduledTime: null, trigger: "manual" });
    expect(buildRequest(run, 1, SPAN_ID, TARGET).init.body).toContain('"scheduledTime":null');
    expect(headersOf(run)).not.toHaveProperty("x-cron-scheduled-time");
  });
});
