import { z } from "zod";
import type { Json } from "../../src/job-map.ts";
import { builtIn } from "./built-in.ts";
import { endpoint } from "./endpoint.ts";
import { header } from "./headers.ts";
import { calendarName, environmentName, jobName, varName, workerName } from "./names.ts";
import { date } from "./schedule-dates.ts";
import { schedule } from "./schedule.ts";
import { notify, settingsShape } from "./settings.ts";
import { flag, numberIn, oneOf, text, textThat } from "./texts.ts";
import { map } from "./union.ts";
import { url } from "./urls.ts";
import { scalar } from "./scalar.ts";

const path = textThat(
  {
    pattern: "^/",
    description: "Path on the backend that the health check calls.",
    default: builtIn.environment.healthPath,
  },
  (value) =>
    /^\/(?![/\\])[^\s#?]*$/.test(value)
      ? null
      : {
          code: "SCH109",
          message: "this is no path: begin with one `/`, without query, fragment or blanks",
          hint: "for example /health",
        },
);

const settings = map(settingsShape);

const queryValue = scalar<string | number | boolean>(
  { type: ["string", "number", "boolean"], description: "Encoded into the query." },
  (value) =>
    ["string", "number", "boolean"].includes(typeof value)
      ? null
      : { code: "SCH103", message: "a query value is a text, a number, true or false" },
);
const query = z
  .record(z.string(), queryValue)
  .meta({ description: "Added to the endpoint's query, encoded." });
const headers = z
  .record(z.string(), header)
  .meta({ description: "Request headers, beside those that the Worker sends." });
const payload: z.ZodType<Json, Json> = z
  .json()
  .meta({ description: "Any JSON: becomes `payload` in the request's body." });

const requestShape = {
  query: query.optional(),
  headers: headers.optional(),
  payload: payload.optional(),
};

const account = map({
  plan: oneOf(["free", "paid"], "Which of Cloudflare's limits are enforced."),
  cronTriggers: numberIn(
    "How many of the account's cron triggers this file may use: the plan's 5 or 250 if left out.",
    { min: 0, max: 250 },
  ).optional(),
}).meta({ description: "The Cloudflare account that all environments share." });

const environment = map({
  backend: url("Base URL of the backend; a path prefix is kept.", { bare: true }),
  allowInsecure: flag("Lets `backend` be http: on a host that is not this machine.", false).optional(),
  worker: workerName.optional(),
  default: flag(
    "Also what the file's top level deploys, for wrangler without --env. At most one.",
    false,
  ).optional(),
  logLevel: oneOf(
    ["debug", "info", "warn", "error"],
    "The least level that is logged.",
    builtIn.environment.logLevel,
  ).optional(),
  concurrency: numberIn("Runs at once in one tick; 1 is one after another, in the file's order.", {
    min: 1,
    max: 6,
    default: builtIn.environment.concurrency,
  }).optional(),
  healthPath: path.optional(),
  vars: z
    .record(
      varName,
      textThat({}, () => null),
    )
    .meta({ description: "Further plain vars. No secrets: set those with wrangler secret put." })
    .optional(),
  notify: notify.optional(),
  analytics: map({ url: url("Where run events are posted, with the secret ANALYTICS_TOKEN.") })
    .meta({ description: "Run events, one batch for each tick: { url: https://… }." })
    .optional(),
  heartbeat: z
    .literal(true, { error: () => "write `true`, or remove the key" })
    .meta({ description: "The secret HEARTBEAT_URL is called at the end of every tick." })
    .optional(),
  defaults: settings.meta({ description: "Settings of every job in this environment." }).optional(),
}).meta({ description: "One environment: one Worker and one backend." });

const override = map({ ...settingsShape, endpoint: endpoint().optional(), ...requestShape });

const job = map({
  name: text("For people: in logs and alerts. The job's key if left out.").optional(),
  description: text("For people: what it does.").optional(),
  owner: text("Who is asked when it fails.").optional(),
  runbook: url("What to read when it fails.").optional(),
  endpoint: endpoint(),
  ...requestShape,
  schedule,
  overrides: z
    .record(environmentName, override)
    .meta({ description: "Environment → what is different there." })
    .optional(),
  ...settingsShape,
}).meta({ description: "One HTTP request on a schedule." });

/** A map that is not empty. Reports SCH104. */
function atLeastOne<T extends z.ZodType<object>>(what: string, schema: T): T {
  return schema.superRefine((value, context) => {
    if (Object.keys(value).length > 0) return;
    const message = `this map is empty: at least one ${what} is needed`;
    context.addIssue({ code: "custom", params: { code: "SCH104" }, message, input: value });
  });
}

/** The language of `schedules.yaml`. */
export const schedules = map({
  version: scalar<1>({ type: "integer", enum: [1], description: "The language's version." }, (value) =>
    value === 1
      ? null
      : { code: "SCH104", message: "the version of this language is 1", hint: "write version: 1" },
  ),
  worker: workerName,
  account,
  defaults: settings.meta({ description: "Settings of every job in every environment." }).optional(),
  calendars: z
    .record(calendarName, z.array(date))
    .meta({ description: "Named sets of local dates, for `except` and `only`." })
    .optional(),
  environments: atLeastOne("environment", z.record(environmentName, environment)).meta({
    description: "Environment name → environment.",
    minProperties: 1,
  }),
  jobs: atLeastOne("job", z.record(jobName, job)).meta({
    description: "Job name → job.",
    minProperties: 1,
  }),
}).meta({ title: "schedules.yaml", description: "Schedules as code for Cloudflare Workers." });
