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
import { messageOf } from "../message-of.ts";
import { report } from "../notify/report.ts";
import type { Platform } from "../platform.ts";
import { failureOf, tick } from "../tick.ts";
import { isAuthorized } from "./bearer.ts";
import { createHealthCheck } from "./health.ts";
import { HttpProblem } from "./http-problem.ts";
import { readTickEvent } from "./scheduled.ts";
import { summary, trigger } from "./trigger.ts";

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
    const invocation = open(c);
    if (!(await isAuthorized(c.req.header("Authorization"), invocation.configuration))) {
      throw new HttpProblem(401, "Send the header Authorization: Bearer, with the trigger's token", {
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    const known = requireEnvironment(invocation);
    logProblems(known);
    const triggered = trigger(c.req.raw, known);
    // The runs too, not only the sinks: Cloudflare ends the work of a caller who hangs up without a trace,
    // and gives what is waited for 30 s more.
    c.executionCtx.waitUntil(
      triggered.then(
        ({ results }) => report(results, known),
        () => {}, // Answered below.
      ),
    );
    const { status, body } = await triggered;
    return answer(c, status, body);
  });
  app.all("/trigger", wrongMethod("POST"));

  app.all("/__scheduled", async (c) => {
    const invocation = open(c);
    if (!invocation.configuration.isLocal) return notFound(c);
    if (c.req.method !== "POST") return wrongMethod("POST")(c);
    const event = await readTickEvent(c.req.raw, platform.now());
    const results = await tick(event, requireEnvironment(invocation));
    const failure = failureOf(results, invocation);
    return answer(c, failure ? 500 : 200, {
      outcome: failure ? "exception" : "ok",
      cron: event.cron,
      scheduledTime: event.scheduledTime,
      ...(failure && { error: failure.message }),
      runs: results.map(summary),
    });
  });

  app.notFound(notFound);
  app.onError((error, c) => {
    if (error instanceof HttpProblem) {
      return answer(c, error.status, { error: error.message, ...error.details }, error.headers);
    }
    open(c).log.error("A request ended with an internal error", { error: messageOf(error) });
    return answer(c, 500, { error: "Internal error: the log has it under this correlation id" });
  });
  return app;
}

function answer(
  c: AppContext,
  status: ContentfulStatusCode,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.json({ ...body, correlationId: c.var.correlationId }, status, {
    ...headers,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
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
