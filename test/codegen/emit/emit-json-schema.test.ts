import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { emitJsonSchema } from "../../../codegen/emit/emit-json-schema.ts";
import { builtIn } from "../../../codegen/schema/built-in.ts";
import { goldenCases } from "../support/golden-case.ts";

type Schema = { [key: string]: unknown };

const schema = JSON.parse(emitJsonSchema()) as Schema;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

/** The schema at a path of keys; references followed. */
function schemaAt(...path: readonly string[]): Schema {
  let found: unknown = schema;
  for (const key of path) {
    const { properties = {}, additionalProperties } = resolved(found) as {
      properties?: Schema;
      additionalProperties?: Schema;
    };
    found = key in properties ? properties[key] : additionalProperties;
  }
  return resolved(found);
}

function resolved(value: unknown): Schema {
  const found = (value ?? {}) as Schema;
  if (typeof found.$ref !== "string") return found;
  const [, ...keys] = found.$ref.split("/");
  const { $ref: _, ...own } = found;
  return { ...resolved(keys.reduce<unknown>((each, key) => (each as Schema)[key], schema)), ...own };
}

describe("schedules.schema.json", () => {
  it("is what the repository holds", () => {
    expect(readFileSync("schedules.schema.json", "utf8")).toBe(emitJsonSchema());
  });

  it("is JSON Schema 2020-12", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  });

  it.each(goldenCases().filter(({ kind }) => kind === "ok"))("takes $name", ({ folder }) => {
    validate(parse(readFileSync(join(folder, "schedules.yaml"), "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  const good = {
    version: 1,
    worker: "cron-worker",
    account: { plan: "paid" },
    environments: { production: { backend: "https://api.example.com" } },
    jobs: { report: { endpoint: "POST /report", schedule: "0 9 * * *" } },
  };
  const job = (more: object) => ({ ...good, jobs: { report: { ...good.jobs.report, ...more } } });
  const environment = (more: object) => ({
    ...good,
    environments: { production: { ...good.environments.production, ...more } },
  });
  const { worker: _, ...withoutWorker } = good;
  const bad: { name: string; file: object }[] = [
    { name: "no worker", file: withoutWorker },
    { name: "another version", file: { ...good, version: 2 } },
    { name: "an unknown key", file: { ...good, holidays: {} } },
    { name: "a calendar whose date is none", file: { ...good, calendars: { holidays: ["25.12.2026"] } } },
    { name: "a calendar without a list", file: { ...good, calendars: { holidays: "2026-12-25" } } },
    { name: "no environment", file: { ...good, environments: {} } },
    { name: "no job", file: { ...good, jobs: {} } },
    { name: "an unknown plan", file: { ...good, account: { plan: "pro" } } },
    { name: "an unknown key of a job", file: job({ timout: "30s" }) },
    { name: "a number as a duration", file: job({ timeout: 30 }) },
    { name: "a duration without a unit", file: job({ timeout: "30" }) },
    { name: "too many attempts", file: job({ retry: { maxAttempts: 11 } }) },
    { name: "an unknown jitter", file: job({ retry: { jitter: "equal" } }) },
    { name: "a method that is none", file: job({ endpoint: "FETCH /report" }) },
    { name: "an unknown weekday", file: job({ schedule: { at: "09:00", days: ["monday"] } }) },
    { name: "a time without its zero", file: job({ schedule: { at: "9:00" } }) },
    {
      name: "a key that schedules do not have",
      file: job({ schedule: { at: "09:00", timezone: "UTC" } }),
    },
    {
      name: "a modifier that once does not take",
      file: job({ schedule: { once: "2027-05-06T22:00", from: "2027-01-01" } }),
    },
    { name: "a date without a time for once", file: job({ schedule: { once: "2027-05-06" } }) },
    { name: "an unknown policy for a gap", file: job({ schedule: { at: "09:00", dst: { gap: "drop" } } }) },
    { name: "a single date as a list", file: job({ schedule: { at: "09:00", except: "2026-12-25" } }) },
    { name: "a period in months", file: job({ schedule: { every: "2mo" } }) },
    { name: "an unknown policy in a job's settings", file: job({ dst: { repeat: "twice" } }) },
    { name: "a number as a schedule", file: job({ schedule: 5 }) },
    { name: "a wrong log level", file: environment({ logLevel: "verbose" }) },
    { name: "seven at once", file: environment({ concurrency: 7 }) },
    { name: "a number as a var", file: environment({ vars: { A: 1 } }) },
    {
      name: "an environment's name in capitals",
      file: { ...good, environments: { Production: { backend: "https://a.example" } } },
    },
  ];
  it.each(bad)("refuses $name", ({ file }) => {
    expect(validate(good)).toBe(true);
    expect(validate(file)).toBe(false);
  });

  // The table of defaults, as the language's reference has it, by hand.
  const documented: { path: string[]; want: unknown }[] = [
    { path: ["timeZone"], want: "UTC" },
    { path: ["dst", "gap"], want: "shift" },
    { path: ["dst", "repeat"], want: "first" },
    { path: ["spread"], want: "0s" },
    { path: ["timeout"], want: "30s" },
    { path: ["retry", "maxAttempts"], want: 3 },
    { path: ["retry", "initialDelay"], want: "1s" },
    { path: ["retry", "multiplier"], want: 2 },
    { path: ["retry", "maxDelay"], want: "30s" },
    { path: ["retry", "jitter"], want: "full" },
    { path: ["enabled"], want: true },
    { path: ["overlap"], want: "skip" },
  ];
  const places = [
    ["defaults"],
    ["environments", "production", "defaults"],
    ["jobs", "report"],
    ["jobs", "report", "overrides", "production"],
  ];
  it.each(
    places.flatMap((place) => documented.map(({ path, want }) => ({ path: [...place, ...path], want }))),
  )("shows the default of $path", ({ path, want }) => {
    expect(schemaAt(...path).default).toBe(want);
  });
  it.each([
    { path: ["environments", "production", "logLevel"], want: "info" },
    { path: ["environments", "production", "concurrency"], want: 1 },
    { path: ["environments", "production", "healthPath"], want: "/health" },
    { path: ["environments", "production", "default"], want: false },
  ])("shows the default of $path", ({ path, want }) => {
    expect(schemaAt(...path).default).toBe(want);
  });

  it("has a description for every key", () => {
    const missing: string[] = [];
    const seen = new Set<unknown>();
    const walk = (value: unknown, path: string): void => {
      const { $ref } = (value ?? {}) as Schema;
      // Any JSON holds any JSON.
      if (seen.has($ref)) return;
      if ($ref !== undefined) seen.add($ref);
      const found = resolved(value) as {
        properties?: Schema;
        additionalProperties?: unknown;
        anyOf?: unknown[];
        items?: unknown;
      };
      for (const branch of found.anyOf ?? []) walk(branch, path);
      if (found.items !== undefined) walk(found.items, path);
      for (const [key, each] of Object.entries(found.properties ?? {})) {
        if (resolved(each).description === undefined) missing.push(`${path}.${key}`);
        walk(each, `${path}.${key}`);
      }
      if (typeof found.additionalProperties === "object") walk(found.additionalProperties, `${path}.*`);
    };
    walk(schema, "");
    expect(seen.size).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});

describe("builtIn", () => {
  it("is what the language's reference says", () => {
    expect(builtIn).toEqual({
      timeZone: "UTC",
      dst: { gap: "shift", repeat: "first" },
      spreadMs: 0,
      timeoutMs: 30_000,
      retry: {
        maxAttempts: 3,
        initialDelayMs: 1000,
        multiplier: 2,
        maxDelayMs: 30_000,
        jitter: "full",
        on: ["network", "408", "425", "429", "500", "502", "503", "504"],
      },
      auth: { bearer: "ERIFY_CRON_TOKEN" },
      success: ["2xx"],
      enabled: true,
      notify: null,
      overlap: "skip",
      slack: {
        events: ["failure", "recovery", "missed"],
        after: 1,
        remindEveryMs: 24 * 3_600_000,
        webhook: "SLACK_WEBHOOK_URL",
      },
      minDeadlineMs: 14 * 60_000,
      catchUp: { maxWithinMs: 3_600_000, runs: "latest" },
      environment: { logLevel: "info", concurrency: 1, healthPath: "/health" },
    });
  });
});
