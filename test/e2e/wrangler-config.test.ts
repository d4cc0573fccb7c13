import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "@iarna/toml";
import { Ajv } from "ajv";
import { afterEach, expect, it, vi } from "vitest";
import { unstable_readConfig } from "wrangler";
import { expectedEnvironments } from "./expected-environments.ts";

const configPath = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));
const schemaUrl = new URL("config-schema.json", import.meta.resolve("wrangler/package.json"));

afterEach(() => vi.restoreAllMocks());

it("is valid by the schema that wrangler ships", () => {
  const schema: object = JSON.parse(readFileSync(schemaUrl, "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true });
  const validate = ajv.compile(schema);
  validate(parse(readFileSync(configPath, "utf8")));
  expect(validate.errors).toBeNull();

  // That schema does refuse something.
  validate({ name: "w", triggers: { crons: "* * * * *" } });
  expect(validate.errors?.map((error) => error.instancePath)).toContain("/triggers/crons");
});

it.each(expectedEnvironments)(
  "reads back as the owner's table for --env=$env",
  ({ env, worker, vars, crons }) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const config: Record<string, unknown> = unstable_readConfig({ config: configPath, env });
    expect(config).toMatchObject({
      name: worker,
      vars,
      triggers: { crons: expect.toSatisfy((actual: string[]) => sameMembers(actual, crons)) },
      secrets: { required: ["ERIFY_CRON_TOKEN"] },
      routes: [],
      preview_urls: false,
      durable_objects: { bindings: [{ name: "LEDGER", class_name: "Ledger" }] },
      migrations: [{ tag: "ledger-1", new_sqlite_classes: ["Ledger"] }],
    });
    expect(config["vars"]).toEqual(vars);
    expect(warn).not.toHaveBeenCalled();
  },
);

function sameMembers(actual: readonly string[], wanted: readonly string[]): boolean {
  return JSON.stringify(actual.toSorted()) === JSON.stringify(wanted.toSorted());
}
