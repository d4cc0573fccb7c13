import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import type { OpenApi } from "./openapi-components.ts";
import {
  bodyRefusals,
  parameters,
  reference,
  refusals,
  sentHeaders,
  signedHeaders,
} from "./openapi-components.ts";

/** A job as one environment calls it. */
export interface Call {
  readonly environment: ResolvedEnvironment;
  readonly job: ResolvedJob;
}

/**
 * One method of one path, with all that the jobs of all environments send there.
 *
 * @param operationId unique in the document
 */
export function operationOf(calls: readonly Call[], operationId: string): OpenApi {
  const jobs = calls.map(({ job }) => job);
  const [first] = jobs;
  const hasBody = first?.method !== "GET" && first?.method !== "HEAD";
  return {
    operationId,
    summary: distinct(jobs.map(({ name }) => name)).join(", "),
    description: descriptionOf(jobs),
    "x-cron-jobs": distinct(jobs.map(({ key }) => key)),
    security: distinct(jobs.map(securityOf)),
    parameters: [
      ...ownParameters("query", jobs.map(queryOf)),
      ...sentHeaders.map((name) => reference("parameters", name)),
      ...signedParameters(jobs),
      ...ownParameters("header", jobs.map(ownHeadersOf)),
    ],
    ...(hasBody
      ? { requestBody: { required: true, content: { "application/json": { schema: bodyOf(calls) } } } }
      : {}),
    responses: answersOf(jobs, hasBody),
  };
}

/** A path without its query, encoded: a brace would begin a parameter of OpenAPI's. */
export function pathnameOf({ path }: Pick<ResolvedJob, "path">): string {
  return new URL(path, "https://backend.invalid").pathname;
}

/** Each value once, by what it says. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function descriptionOf(jobs: readonly ResolvedJob[]): string {
  const texts = jobs.map(({ key, description }) =>
    description === undefined ? `\`${key}\`` : `\`${key}\`: ${description}`,
  );
  return distinct(texts).join("\n");
}

function securityOf({ settings: { auth } }: ResolvedJob): OpenApi {
  const names = [auth.bearer, auth.hmac ?? null].filter((name) => name !== null);
  return Object.fromEntries(names.map((name) => [name, []]));
}

type Values = ReadonlyMap<string, readonly string[]>;

function queryOf({ path }: ResolvedJob): Values {
  const search = new URLSearchParams(path.split(/\?(.*)/s)[1] ?? "");
  return new Map([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
}

/** OpenAPI gives `Accept` a meaning of its own, and ignores it as a parameter. */
function ownHeadersOf({ headers }: ResolvedJob): Values {
  const own = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "accept");
  return new Map(own.map(([name, value]) => [name, [value]]));
}

/** What the jobs add to the request; required where all of them send it. A name that comes twice in one query is a list. */
function ownParameters(place: "query" | "header", all: readonly Values[]): OpenApi[] {
  const names = distinct(all.flatMap((values) => [...values.keys()]));
  return names.map((name) => {
    const given = all.flatMap((values) => (values.has(name) ? [values.get(name) ?? []] : []));
    const values = { type: "string", enum: distinct(given.flat()) };
    const isList = given.some(({ length }) => length > 1);
    return {
      name,
      in: place,
      required: given.length === all.length,
      schema: isList ? { type: "array", items: values } : values,
    };
  });
}

/** Required only where every job signs. */
function signedParameters(jobs: readonly ResolvedJob[]): OpenApi[] {
  const signing = jobs.filter(({ settings }) => settings.auth.hmac !== undefined);
  if (signing.length === 0) return [];
  if (signing.length === jobs.length) return signedHeaders.map((name) => reference("parameters", name));
  return signedHeaders.map((name) => ({ ...parameters[name], required: false }));
}

function bodyOf(calls: readonly Call[]): OpenApi {
  const jobs = calls.map(({ job }) => job);
  const payloads = jobs.flatMap(({ payload }) => (payload === undefined ? [] : [payload]));
  const required = ["source", "job", "environment", "scheduledTime"];
  return {
    type: "object",
    properties: {
      source: { const: "cloudflare-cron" },
      job: { type: "string", enum: distinct(jobs.map(({ key }) => key)) },
      environment: { type: "string", enum: distinct(calls.map(({ environment }) => environment.name)) },
      scheduledTime: {
        description:
          "The minute that the run is for, in UTC. null where a caller of `/trigger` named the run itself.",
        type: ["string", "null"],
        format: "date-time",
      },
      ...(payloads.length > 0 ? { payload: { enum: distinct(payloads) } } : {}),
    },
    required: payloads.length === jobs.length ? [...required, "payload"] : required,
  };
}

function answersOf(jobs: readonly ResolvedJob[], hasBody: boolean): OpenApi {
  const completed = jobs.filter(({ completion }) => completion !== null).length;
  const accepted =
    completed === 0 ? "Accepted" : completed === jobs.length ? "ToBeCompleted" : "AcceptedOrToBeCompleted";
  const good = jobs
    .flatMap(({ settings }) => settings.success)
    .flatMap((code) => (code === "2xx" ? ["200", "202", "2XX"] : [code.toUpperCase()]))
    .map((code) => [code, code === "202" ? accepted : "Done"] as const);
  const names: Readonly<Record<string, string>> = {
    ...(hasBody ? bodyRefusals : refusals),
    ...Object.fromEntries(good),
  };
  return Object.fromEntries(
    Object.entries(names).map(([code, name]) => [code, reference("responses", name)]),
  );
}
