/** A part of an OpenAPI document. */
export type OpenApi = { readonly [key: string]: unknown };

/** `#/components/<kind>/<name>`. */
export function reference(kind: string, name: string): OpenApi {
  return { $ref: `#/components/${kind}/${name}` };
}

/** Every request has these, in the order of docs/backend.md. */
export const sentHeaders = [
  "UserAgent",
  "CorrelationId",
  "IdempotencyKey",
  "Traceparent",
  "Job",
  "ScheduledTime",
  "Attempt",
  "Trigger",
  "DryRun",
];

/** With `hmac` in the job's auth; the signature itself is a security scheme. */
export const signedHeaders = ["WebhookId", "WebhookTimestamp"] as const;

export const parameters = {
  UserAgent: header("User-Agent", "The Worker's name and version.", { type: "string" }),
  CorrelationId: header(
    "X-Correlation-ID",
    "New for each run, the same for its attempts. Log it, and send it back.",
    { type: "string", format: "uuid" },
  ),
  IdempotencyKey: header(
    "Idempotency-Key",
    "The run's id: `<environment>:<job>:<scheduled minute>`, or `…:manual-…` by hand. The same for every attempt, " +
      "duplicate and catch-up of one run: do its work once.",
    { type: "string", minLength: 1 },
  ),
  Traceparent: header("traceparent", "W3C Trace Context: a new span for each attempt.", {
    type: "string",
    pattern: "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$",
  }),
  Job: header("X-Cron-Job", "The job's key.", { type: "string" }),
  ScheduledTime: header(
    "X-Cron-Scheduled-Time",
    "The minute that the run is for, in UTC. Not sent where a caller of `/trigger` named the run itself.",
    { type: "string", format: "date-time" },
    false,
  ),
  Attempt: header("X-Cron-Attempt", "From 1.", { type: "integer", minimum: 1 }),
  Trigger: header("X-Cron-Trigger", "What started the run.", {
    type: "string",
    enum: ["cron", "manual", "catch-up"],
  }),
  DryRun: header(
    "X-Cron-Dry-Run",
    "`1`, or `hold=` and milliseconds: all checks, no work. Only `npm run handshake` sends it.",
    { type: "string", pattern: "^(1|hold=[0-9]{1,4})$" },
    false,
  ),
  WebhookId: header("webhook-id", "The run's id, as in `Idempotency-Key`.", { type: "string", minLength: 1 }),
  WebhookTimestamp: header(
    "webhook-timestamp",
    "When this attempt was made, in seconds since 1970. Refuse what is more than 5 minutes off.",
    { type: "string", pattern: "^[0-9]+$" },
  ),
} satisfies OpenApi;

export const headers: OpenApi = {
  CorrelationId: { description: "That of the request.", schema: { type: "string", format: "uuid" } },
  DryRuns: { description: "That dry runs are known here.", schema: { type: "string", const: "supported" } },
  Allow: { description: "The methods that are taken.", required: true, schema: { type: "string" } },
  RetryAfter: {
    description: "How long to wait: seconds, or an HTTP date.",
    required: true,
    schema: { type: "string" },
  },
};

export const schemas: OpenApi = {
  Answer: {
    description: "The Worker reads the status alone. Of a failure it logs the first 512 bytes.",
    type: "object",
    properties: {
      status: { type: "string", examples: ["success", "error"] },
      error: { description: "What went wrong, without a secret.", type: "string" },
      dryRun: { description: "true: no work was done.", type: "boolean" },
    },
  },
};

/** What a job's path answers, by name. */
export const responses = {
  Done: response("The work is done."),
  Accepted: response("The backend has taken the work over. That ends the run."),
  ToBeCompleted: response(
    "The backend has taken the work over, and tells the Worker how it ends: `POST /runs/:id/complete`.",
  ),
  AcceptedOrToBeCompleted: response(
    "The backend has taken the work over. That ends the run, but for jobs with `completion`: of those it tells the Worker " +
      "how they end, `POST /runs/:id/complete`.",
  ),
  BadRequest: response("The body is no JSON object."),
  Unauthorized: response("No token or signature, or a wrong one.", { "X-Cron-Dry-Run": "DryRuns" }),
  MethodNotAllowed: response("Another method.", { Allow: "Allow", "X-Cron-Dry-Run": "DryRuns" }),
  StillRunning: response("This very run is still going: the Worker asks again.", {
    "Retry-After": "RetryAfter",
  }),
  TooLong: response("The body is too long."),
  WrongType: response("The body is not `application/json`."),
  AnotherBody: response("The key is known from a request with another body."),
  TooMany: response("Too many requests: the Worker tries again.", { "Retry-After": "RetryAfter" }),
  Failed: response("The work failed. The Worker tries again where `retry.on` has the status."),
} as const;

type ResponseName = keyof typeof responses;

/** How a request is refused, and how its work fails, by status. */
export const refusals: Readonly<Record<string, ResponseName>> = {
  401: "Unauthorized",
  405: "MethodNotAllowed",
  409: "StillRunning",
  429: "TooMany",
  "5XX": "Failed",
};

/** The same, of a request with a body. */
export const bodyRefusals: Readonly<Record<string, ResponseName>> = {
  400: "BadRequest",
  ...refusals,
  413: "TooLong",
  415: "WrongType",
  422: "AnotherBody",
};

/** @param given names of headers, each with its component */
function response(description: string, given: Readonly<Record<string, string>> = {}): OpenApi {
  const all = { "X-Correlation-ID": "CorrelationId", ...given };
  return {
    description,
    headers: Object.fromEntries(
      Object.entries(all).map(([name, component]) => [name, reference("headers", component)]),
    ),
    content: { "application/json": { schema: reference("schemas", "Answer") } },
  };
}

function header(name: string, description: string, schema: OpenApi, required = true): OpenApi {
  return { name, in: "header", required, description, schema };
}
