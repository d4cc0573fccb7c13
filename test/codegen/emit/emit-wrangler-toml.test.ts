import type { JsonMap } from "@iarna/toml";
import { parse, stringify } from "@iarna/toml";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileText } from "../support/compile-text.ts";

const file = `version: 1
worker: cron-worker
account: { plan: paid }
environments:
  production: { backend: https://api.example.com, default: true }
  staging: { backend: https://staging.example.com, worker: stage }
jobs:
  report: { endpoint: /report, schedule: { production: "0 9 * * *" } }
`;

/** Keys of a template that the compiler must hand through, by what wrangler does with them. */
const inherited = [
  "main",
  "compatibility_date",
  "account_id",
  "logpush",
  "limits",
  "placement",
  "observability",
] as const;
const notInherited = ["kv_namespaces", "d1_databases", "services", "ai", "queues"] as const;

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const leaf = fc.oneof(text, fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.boolean());
const table = fc.dictionary(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((key) => key !== "__proto__"),
  leaf,
  { maxKeys: 3 },
);
const value = fc.oneof(
  leaf,
  table,
  fc.array(text, { maxLength: 3 }),
  fc.array(table, { minLength: 1, maxLength: 3 }),
);
const bindings = fc.array(
  fc.record({ name: fc.constantFrom("COUNTER", "ROOM"), class_name: text, script_name: text }),
  { maxLength: 2 },
);
const tableOf = (keys: readonly string[]) =>
  fc.record(
    {
      ...Object.fromEntries(keys.map((key) => [key, value])),
      durable_objects: fc.record({ bindings }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );

const json = (given: unknown): unknown => JSON.parse(JSON.stringify(given));

interface WithObjects {
  readonly durable_objects?: { readonly bindings?: readonly unknown[] };
}

/** The bindings of a template's table, and the ledger's behind them. */
const withLedger = ({ durable_objects: objects }: WithObjects) => ({
  durable_objects: { bindings: [...(objects?.bindings ?? []), { name: "LEDGER", class_name: "Ledger" }] },
});

describe("wrangler.toml", () => {
  it("holds the template, its bindings for every environment, and what the compiler owns", () => {
    const template = fc.record({
      top: fc
        .tuple(
          tableOf([...inherited, ...notInherited]),
          fc.record({ main: value, compatibility_date: value }),
        )
        .map(([optional, needed]) => ({ ...optional, ...needed })),
      staging: tableOf([...inherited, ...notInherited, "routes"]),
    });
    fc.assert(
      fc.property(template, ({ top, staging }) => {
        const written = stringify(json({ ...top, env: { staging } }) as JsonMap);
        const { files, diagnostics } = compileText(file, written);
        expect(diagnostics).toEqual([]);
        const read = parse(files.get("wrangler.toml") ?? "") as Record<string, unknown>;
        const environments = read.env as Record<string, Record<string, unknown>>;
        const shared = Object.fromEntries(
          Object.entries(top).filter(([key]) => notInherited.some((each) => each === key)),
        );
        const { env: _, ...rest } = read;
        const production = {
          name: "cron-worker-production",
          triggers: { crons: ["0 9 * * *"] },
          vars: varsOf("production", "https://api.example.com"),
          secrets: { required: ["ERIFY_CRON_TOKEN"] },
          routes: [],
          ...withLedger(top),
        };
        expect(json(rest)).toEqual({
          ...(json(top) as object),
          ...production,
          preview_urls: false,
          migrations: [{ tag: "ledger-1", new_sqlite_classes: ["Ledger"] }],
        });
        expect(json(environments.production)).toEqual({ ...(json(shared) as object), ...production });
        expect(json(environments.staging)).toEqual({
          routes: [],
          ...(json(shared) as object),
          ...(json(staging) as object),
          ...withLedger("durable_objects" in staging ? staging : top),
          name: "stage",
          triggers: { crons: [] },
          vars: varsOf("staging", "https://staging.example.com"),
          secrets: { required: ["ERIFY_CRON_TOKEN"] },
        });
      }),
      { numRuns: 150 },
    );
  });

  it("begins with the command that writes it and the source's hash", () => {
    const [first, second, third] = (compileText(file).files.get("wrangler.toml") ?? "").split("\n");
    expect(first).toContain("npm run generate");
    expect(second).toContain("Do not edit");
    expect(third).toMatch(/^# schedules\.yaml: sha256 [0-9a-f]{64}$/);
  });

  it("has no triggers and no ledger at the top level where no environment is the default", () => {
    const { files } = compileText(file.replace(", default: true", ""));
    const read = parse(files.get("wrangler.toml") ?? "");
    expect(read).toMatchObject({
      name: "cron-worker",
      triggers: { crons: [] },
      // The class is there all the same, as `main` exports it, and the environments inherit the line.
      migrations: [{ tag: "ledger-1", new_sqlite_classes: ["Ledger"] }],
    });
    expect(read).not.toHaveProperty("durable_objects");
  });

  it("gives the ledger to every environment without a template, too", () => {
    const { files } = compileText(file, null);
    const read = parse(files.get("wrangler.toml") ?? "");
    expect(read).toMatchObject({
      ...withLedger({}),
      env: { production: withLedger({}), staging: withLedger({}) },
    });
  });
});

function varsOf(environment: string, backend: string): Record<string, string> {
  return {
    ENVIRONMENT: environment,
    BACKEND_BASE: backend,
    LOG_LEVEL: "info",
    RETRY_MAX_ATTEMPTS: "3",
    RETRY_INITIAL_DELAY: "1000",
    REQUEST_TIMEOUT: "30000",
  };
}
