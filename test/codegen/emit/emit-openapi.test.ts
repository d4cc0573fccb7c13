/** `schedules.openapi.yaml` is valid, and tells the truth about what is sent and what the example backend answers. */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { emitOpenApi, openApiOf } from "../../../codegen/emit/emit-openapi.ts";
import { endpointsOf } from "../../../codegen/handshake/endpoint.ts";
import type { ResolvedSchedules } from "../../../codegen/resolved.ts";
import { type Backend, startBackend } from "../../../examples/node/backend.ts";
import { buildRequest } from "../../../src/request.ts";
import { compileText, fileWithJob } from "../support/compile-text.ts";
import { compileCase, goldenCases } from "../support/golden-case.ts";

const cases = goldenCases()
  .filter(({ kind }) => kind === "ok")
  .map((each) => ({ name: each.name, resolved: resolvedOf(compileCase(each).compiled?.resolved) }));

function resolvedOf(resolved: ResolvedSchedules | undefined): ResolvedSchedules {
  if (!resolved) throw new Error("the schedules do not compile");
  return resolved;
}

/** The parts of OpenAPI that are looked at here. */
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

interface Answer {
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: object } } };
  readonly responses: Readonly<Record<string, { readonly $ref: string } | Answer>>;
}

interface OpenApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

/** Read back from the file, as a tool would. */
function documentOf(resolved: ResolvedSchedules): OpenApiDocument {
  return parse(emitOpenApi(resolved)) as OpenApiDocument;
}

function follow<T>(document: OpenApiDocument, value: T | { readonly $ref: string }): T {
  if (!(typeof value === "object" && value !== null && "$ref" in value)) return value;
  const keys = value.$ref.replace(/^#\//, "").split("/");
  return keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as T;
}

const ajv = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  coerceTypes: false,
  formats: {
    uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    "date-time": (text: string) => new Date(text).toISOString() === text,
  },
});

function faults(schema: object, value: unknown): string {
  return ajv.validate(schema, value) ? "" : ajv.errorsText();
}

describe("the document", () => {
  it.each(cases)("is valid by the strictest rules of Redocly: $name", async ({ resolved }) => {
    const config = await createConfig({
      extends: ["recommended-strict"],
      // Of the document's owner, not of its form; and the fixtures are about example.com.
      rules: { "info-license": "off", "no-server-example.com": "off" },
    });
    const source = emitOpenApi(resolved);
    const problems = await lintFromString({ source, absoluteRef: "/schedules.openapi.yaml", config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  it.each(cases)("reads back as what was meant: $name", ({ resolved }) => {
    expect(documentOf(resolved)).toEqual(JSON.parse(JSON.stringify(openApiOf(resolved))));
  });

  const odd = `version: 1
worker: w
account: { plan: paid }
defaults: { auth: { bearer: ERIFY_CRON_TOKEN } }
environments:
  production: { backend: "https://api.example.org/{tenant}", healthPath: /both }
jobs:
  both: { endpoint: GET /both, schedule: manual }
  short: { endpoint: POST /shared, schedule: manual }
  long: { endpoint: POST /shared, payload: 1, completion: { within: 1h }, schedule: manual }
  moved: { endpoint: POST /moved, success: [304], schedule: manual }
`;

  it("is valid, and says what is so, where things meet that seldom do", async () => {
    const resolved = resolvedOf(compileText(odd).compiled?.resolved);
    const config = await createConfig({
      extends: ["recommended-strict"],
      rules: { "info-license": "off", "operation-2xx-response": "off" },
    });
    const problems = await lintFromString({
      source: emitOpenApi(resolved),
      absoluteRef: "/schedules.openapi.yaml",
      config,
    });
    expect(problems.map(({ ruleId, message }) => [ruleId, message])).toEqual([]);
    const { paths, servers } = documentOf(resolved);
    expect(servers.map(({ url }) => url)).toEqual(["https://api.example.org/%7Btenant%7D"]);
    expect(paths["/both"]?.get?.security).toEqual([{ ERIFY_CRON_TOKEN: [] }, {}]);
    expect(paths["/shared"]?.post?.responses["202"]).toEqual({
      $ref: "#/components/responses/AcceptedOrToBeCompleted",
    });
    expect(Object.keys(paths["/moved"]?.post?.responses ?? {})).toContain("304");
  });

  it("is found invalid where it is", async () => {
    const config = await createConfig({ extends: ["recommended-strict"] });
    const [{ resolved } = { resolved: null }] = cases;
    if (!resolved) throw new Error("there is no case");
    const source = emitOpenApi(resolved).replace("operationId: post", "operation: post");
    const problems = await lintFromString({ source, absoluteRef: "/schedules.openapi.yaml", config });
    expect(problems.map(({ ruleId }) => ruleId)).toContain("struct");
  });
});

/** What the Worker sends for every endpoint of every environment, once for each way that a run can start. */
const requests = cases.flatMap(({ name, resolved }) =>
  resolved.environments.flatMap((environment) =>
    environment.jobs.flatMap(({ key }) =>
      endpointsOf(environment, [key]).map((endpoint) => ({
        name,
        resolved,
        environment: environment.name,
        key,
        endpoint,
      })),
    ),
  ),
);

async function sentFor({ endpoint, environment, key, resolved }: (typeof requests)[number], byHand: boolean) {
  const { definition, settings, worker } = endpoint;
  const backend = resolved.environments.find(({ name }) => name === environment)?.backend ?? "";
  const { url, init } = await buildRequest(
    {
      job: key,
      definition,
      settings,
      id: `${environment}:${key}:20261123T2333Z`,
      correlationId: "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
      trigger: byHand ? "manual" : "cron",
      scheduledTime: byHand ? null : Date.parse("2026-11-23T23:33:00Z"),
    },
    { number: 2, spanId: "00f067aa0ba902b7", startedAt: Date.parse("2026-11-23T23:33:14Z") },
    {
      environment,
      worker,
      backendBase: backend.replace(/\/+$/, ""),
      token: settings.auth.bearer === null ? null : "token",
      signingKeys: settings.auth.hmac === undefined ? [] : [new Uint8Array(32)],
    },
  );
  return { url, init, backend };
}

describe("what the Worker sends", () => {
  it("is there", () => expect(requests.length).toBeGreaterThan(100));

  it.each(requests)("is what the document says: $key in $environment of $name", async (request) => {
    const document = documentOf(request.resolved);
    for (const byHand of [false, true]) {
      const { url, init, backend } = await sentFor(request, byHand);
      const base =
        document.servers.find((server) => backend.replace(/\/+$/, "") === server.url)?.url ?? "no server";
      expect(url.startsWith(base)).toBe(true);
      const { pathname, searchParams } = new URL(url.slice(base.length), "https://backend.invalid");
      const operation = document.paths[pathname]?.[(init.method ?? "").toLowerCase()];
      if (!operation) throw new Error(`no operation for ${init.method} ${pathname}`);

      const headers = new Headers(init.headers);
      const parameters = (operation.parameters ?? []).map((each) => follow<Parameter>(document, each));
      for (const { name, in: place, required, schema } of parameters) {
        const isArray = "type" in schema && schema.type === "array";
        const all =
          place === "query" ? searchParams.getAll(name) : [headers.get(name)].filter((text) => text !== null);
        if (all.length === 0) expect([name, required]).toEqual([name, false]);
        // A header is a text: one that is described as a number is read as one.
        else if (isArray) expect([name, faults(schema, all)]).toEqual([name, ""]);
        else
          expect([
            name,
            faults(schema, "type" in schema && schema.type === "integer" ? Number(all[0]) : all[0]),
          ]).toEqual([name, ""]);
      }
      const described = parameters.map(({ name }) => name.toLowerCase());
      const bySchemes = operation.security.flatMap((each) => Object.keys(each));
      const owned = [
        "content-type",
        ...(bySchemes.length > 0 ? ["authorization", "webhook-signature"] : []),
        "accept",
      ];
      expect(
        [...headers.keys()].filter((name) => !described.includes(name) && !owned.includes(name)),
      ).toEqual([]);
      expect([...searchParams.keys()].filter((name) => !described.includes(name.toLowerCase()))).toEqual([]);

      const schema = operation.requestBody?.content["application/json"].schema;
      expect(typeof init.body === "string").toBe(schema !== undefined);
      if (schema && typeof init.body === "string") {
        const body = JSON.parse(init.body) as object;
        expect(faults(schema, body)).toBe("");
        const known = Object.keys((schema as { properties: object }).properties);
        expect(Object.keys(body).filter((name) => !known.includes(name))).toEqual([]);
      }
    }
  });
});

describe("what the example backend answers", () => {
  const resolved = resolvedOf(
    compileText(fileWithJob("endpoint: POST /cron/ee-recent\nschedule: manual")).compiled?.resolved,
  );
  const token = "token-of-the-test";
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend({ token });
  });
  afterAll(() => backend.close());

  it.each<{ what: string; want: number; method?: string; headers?: Record<string, string>; body?: string }>([
    { what: "a run", want: 200 },
    { what: "a dry run", want: 200, headers: { "X-Cron-Dry-Run": "1" } },
    { what: "no JSON", want: 400, body: "{" },
    { what: "a wrong token", want: 401, headers: { Authorization: "Bearer x" } },
    { what: "another method", want: 405, method: "PUT" },
    { what: "a long body", want: 413, body: "x".repeat(70_000) },
    { what: "another type", want: 415, headers: { "Content-Type": "text/plain" } },
    { what: "another body", want: 422, headers: { "Idempotency-Key": "a" }, body: '{"other":1}' },
  ])("is in the document, to $what: $want", async ({ want, method = "POST", headers = {}, body = "{}" }) => {
    const document = documentOf(resolved);
    const own = {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "X-Correlation-ID": "c",
    };
    const post = (text: string): Promise<Response> =>
      fetch(`${backend.url}/cron/ee-recent`, { method, headers: { ...own, ...headers }, body: text });
    if (want === 422) await post("{}");
    const response = await post(body);
    expect(response.status).toBe(want);
    const answer = document.paths["/cron/ee-recent"]?.["post"]?.responses[String(want)];
    if (!answer) throw new Error(`${want} is not in the document`);
    const named = Object.keys(follow<Answer>(document, answer).headers ?? {});
    expect(named.filter((name) => !response.headers.has(name))).toEqual([]);
    const schema = { ...(follow(document, { $ref: "#/components/schemas/Answer" }) as object) };
    expect(faults(schema, await response.json())).toBe("");
  });
});

it("makes one operation of jobs that share path and method, and says what each sends", () => {
  const file = `version: 1
worker: w
account: { plan: paid }
environments:
  a: { backend: https://same.example.org/base/ }
  b: { backend: https://same.example.org/base }
jobs:
  first: { endpoint: POST /job?day=1, schedule: manual, payload: { x: 1 }, auth: { bearer: ONE } }
  second: { endpoint: POST /job?day=2&only=x, schedule: manual, auth: { bearer: ONE, hmac: TWO_SECRET }, success: ["204", "409"] }
  third: { endpoint: GET /job, schedule: manual, auth: none }
  braces: { endpoint: "GET /a{b}", schedule: manual }
`;
  const { compiled, diagnostics } = compileText(file);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual(
    [],
  );
  const document = documentOf(resolvedOf(compiled?.resolved));
  expect(document.servers).toEqual([{ url: "https://same.example.org/base", description: "a, b" }]);
  expect(Object.keys(document.paths)).toEqual(["/job", "/a%7Bb%7D", "/health"]);
  const { post, get } = document.paths["/job"] ?? {};
  expect(post).toMatchObject({
    operationId: "post-job",
    "x-cron-jobs": ["first", "second"],
    security: [{ ONE: [] }, { ONE: [], TWO_SECRET: [] }],
  });
  expect(post?.parameters?.slice(0, 2)).toEqual([
    { name: "day", in: "query", required: true, schema: { type: "string", enum: ["1", "2"] } },
    { name: "only", in: "query", required: false, schema: { type: "string", enum: ["x"] } },
  ]);
  expect(post?.requestBody?.content["application/json"].schema).toMatchObject({
    properties: {
      job: { enum: ["first", "second"] },
      environment: { enum: ["a", "b"] },
      payload: { enum: [{ x: 1 }] },
    },
    required: ["source", "job", "environment", "scheduledTime"],
  });
  expect(Object.keys(post?.responses ?? {}).toSorted()).toEqual([
    "200",
    "202",
    "204",
    "2XX",
    "400",
    "401",
    "405",
    "409",
    "413",
    "415",
    "422",
    "429",
    "5XX",
  ]);
  expect(post?.responses["409"]).toEqual({ $ref: "#/components/responses/Done" });
  expect(get?.requestBody).toBeUndefined();
  expect(get?.security).toEqual([{}]);
});
