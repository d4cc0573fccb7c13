import type { Context } from "hono";
import { Hono } from "hono/tiny";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Bindings } from "../configuration.ts";
import {
  type Invocation,
  type KnownInvocation,
  logProblems,
  openInvocation,
  unknownEnvironment,
  withEnvironment,
} from "../invocation.ts";
import type { JobMap } from "../job-map.ts";
import { LedgerUnavailable } from "../ledger/client.ts";
import { messageOf } from "../message-of.ts";
import type { Platform } from "../platform.ts";
import { failureOf, tick } from "../tick.ts";
import { authorizedBy } from "./bearer.ts";
import { completeRun } from "./complete.ts";
import { createHealthCheck } from "./health.ts";
import { HttpProblem, LEDGER_RETRY_SECONDS } from "./http-problem.ts";
import { METRICS_CONTENT_TYPE, metricsText } from "./metrics.ts";
import { pauseJob, resumeJob } from "./pause.ts";
import { runJson, viewOfResult } from "./run-json.ts";
import { listRuns, showRun } from "./runs.ts";
import { showSchedule } from "./schedule.ts";
import { readTickEvent } from "./scheduled.ts";
import { trigger } from "./trigger.ts";
import { readTriggerRequest } from "./trigger-request.ts";

interface AppEnv {
  Bindings: Bindings;
  Variables: { correlationId: string };
}
type AppContext = Context<AppEnv>;

/** The Worker's HTTP side. Every answer is JSON with a `correlationId`; none may be cached or read cross-origin. */
export function createApp(jobMap: JobMap, platform: Platform): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const checkHealth = createHealthCheck();
  const open = (c: AppContext): Invocation => openInvocation(c.env, jobMap, platform, c.var.correlationId);

  /** Lets a caller with the bearer token in. @throws HttpProblem 401 or 503 */
  const enter = async (c: AppContext): Promise<{ known: KnownInvocation; by: string }> => {
    const invocation = open(c);
    const by = await authorizedBy(c.req.header("Authorization"), invocation.configuration);
    if (by === null) {
      throw new HttpProblem(401, "Send the header Authorization: Bearer, with the trigger's token", {
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    const known = requireEnvironment(invocation);
    logProblems(known);
    return { known, by };
  };

  app.use(async (c, next) => {
    c.set("correlationId", platform.uuid());
    await next();
  });

  app.get("/health", async (c) => {
    const health = await checkHealth(open(c), (work) => c.executionCtx.waitUntil(work));
    return answer(c, health.status === "unhealthy" ? 503 : 200, health);
  });
  app.all("/health", wrongMethod("GET, HEAD"));

  app.post("/trigger", async (c) => {
    const { known, by } = await enter(c);
    const request = await readTriggerRequest(c.req.raw, known);
    const triggered = trigger(request, by, known);
    // Without a ledger the runs are this request's: Cloudflare ends the work of a caller who hangs up without a
    // trace, and gives what is waited for 30 s more.
    c.executionCtx.waitUntil(triggered.catch(() => {})); // Answered below.
    const { status, body } = await triggered;
    return answer(c, status, body);
  });
  app.all("/trigger", wrongMethod("POST"));

  app.get("/schedule", async (c) => {
    const { known } = await enter(c);
    return answer(c, 200, await showSchedule(jobMap.sourceHash, known));
  });
  app.all("/schedule", wrongMethod("GET, HEAD"));

  app.get("/runs", async (c) => {
    const { known } = await enter(c);
    return answer(c, 200, await listRuns(new URL(c.req.url), known));
  });
  app.all("/runs", wrongMethod("GET, HEAD"));

  app.get("/runs/:id", async (c) => {
    const { known } = await enter(c);
    return answer(c, 200, await showRun(c.req.param("id"), known));
  });
  app.all("/runs/:id", wrongMethod("GET, HEAD"));

  app.post("/runs/:id/complete", async (c) => {
    const { known } = await enter(c);
    return answer(c, 200, await completeRun(c.req.raw, c.req.param("id"), known));
  });
  app.all("/runs/:id/complete", wrongMethod("POST"));

  app.post("/jobs/:job/pause", async (c) => {
    const { known, by } = await enter(c);
    return answer(c, 200, await pauseJob(c.req.raw, c.req.param("job"), by, known));
  });
  app.all("/jobs/:job/pause", wrongMethod("POST"));

  app.post("/jobs/:job/resume", async (c) => {
    const { known, by } = await enter(c);
    return answer(c, 200, await resumeJob(c.req.param("job"), by, known));
  });
  app.all("/jobs/:job/resume", wrongMethod("POST"));

  app.get("/metrics", async (c) => {
    const { known } = await enter(c);
    return c.body(await metricsText(known), 200, { ...COMMON_HEADERS, "Content-Type": METRICS_CONTENT_TYPE });
  });
  app.all("/metrics", wrongMethod("GET, HEAD"));

  app.all("/__scheduled", async (c) => {
    const invocation = open(c);
    if (!invocation.configuration.isLocal) return notFound(c);
    if (c.req.method !== "POST") return wrongMethod("POST")(c);
    const event = await readTickEvent(c.req.raw, platform.now());
    const known = requireEnvironment(invocation);
    const results = await tick(event, known);
    const failure = failureOf(results, invocation);
    return answer(c, failure ? 500 : 200, {
      outcome: failure ? "exception" : "ok",
      cron: event.cron,
      scheduledTime: event.scheduledTime,
      ...(failure && { error: failure.message }),
      runs: results.map((result) => runJson(viewOfResult(result, null), known)),
    });
  });

  app.notFound(notFound);
  app.onError((error, c) => {
    if (error instanceof HttpProblem) {
      return answer(c, error.status, { error: error.message, ...error.details }, error.headers);
    }
    if (error instanceof LedgerUnavailable) {
      open(c).log.error("ledger unavailable: a request could not be answered", { error: error.message });
      const message = `The ledger does not answer: ${error.message.replace(/\.$/, "")}. Try again in a moment`;
      return answer(c, 503, { error: message }, { "Retry-After": LEDGER_RETRY_SECONDS });
    }
    open(c).log.error("A request ended with an internal error", { error: messageOf(error) });
    return answer(c, 500, { error: "Internal error: the log has it under this correlation id" });
  });
  return app;
}

const COMMON_HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

function answer(
  c: AppContext,
  status: ContentfulStatusCode,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.json({ ...body, correlationId: c.var.correlationId }, status, { ...headers, ...COMMON_HEADERS });
}

function notFound(c: AppContext): Response {
  return answer(c, 404, { error: "There is nothing at this address" });
}

function wrongMethod(allow: string): (c: AppContext) => Response {
  return (c) => answer(c, 405, { error: `Only ${allow} is allowed here` }, { Allow: allow });
}

function requireEnvironment(invocation: Invocation): KnownInvocation {
  const known = withEnvironment(invocation);
  if (!known) throw new HttpProblem(503, unknownEnvironment(invocation.configuration));
  return known;
}
