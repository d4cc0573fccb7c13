/** docs/language.md against the schema and the built-in defaults. */
import { describe, expect, it } from "vitest";
import { emitJsonSchema } from "../../codegen/emit/emit-json-schema.ts";
import type { JsonSchema } from "../../codegen/emit/json-schema.ts";
import { builtIn } from "../../codegen/schema/built-in.ts";
import { durationText } from "../../codegen/schema/duration.ts";
import { scheduleKeys } from "../../codegen/schema/schedule.ts";
import { readPage, tableRows } from "./markdown.ts";

const page = "docs/language.md";
const rows = tableRows(page);

/** The cells of the row whose first one is this key. */
function row(key: string): string[] {
  const found = rows.filter(([first]) => first === `\`${key}\``);
  expect(found.length, `rows for ${key}`).toBeGreaterThan(0);
  return found[0] ?? [];
}

const { retry, slack, environment } = builtIn;
const list = (values: readonly string[]): string => `[${values.join(", ")}]`;

it.each([
  ["timeZone", builtIn.timeZone],
  ["dst.gap", builtIn.dst.gap],
  ["dst.repeat", builtIn.dst.repeat],
  ["spread", `${builtIn.spreadMs / 1000}s`],
  ["timeout", durationText(builtIn.timeoutMs)],
  ["retry.maxAttempts", String(retry.maxAttempts)],
  ["retry.initialDelay", durationText(retry.initialDelayMs)],
  ["retry.multiplier", String(retry.multiplier)],
  ["retry.maxDelay", durationText(retry.maxDelayMs)],
  ["retry.jitter", retry.jitter],
  ["retry.on", list(retry.on)],
  ["auth", `{ bearer: ${builtIn.auth.bearer} }`],
  ["success", list(builtIn.success)],
  ["enabled", String(builtIn.enabled)],
  ["overlap", builtIn.overlap],
  ["logLevel", environment.logLevel],
  ["concurrency", String(environment.concurrency)],
  ["healthPath", environment.healthPath],
  ["slack.events", list(slack.events)],
  ["slack.after", String(slack.after)],
  ["slack.webhook", slack.webhook],
])("shows the built-in default of %s", (key, value) => {
  expect(row(key)[2]).toBe(`\`${value}\``);
});

it("shows the least deadline", () => {
  expect(row("retry.deadline")[2]).toContain(`at least \`${durationText(builtIn.minDeadlineMs)}\``);
});

it("shows the longest catch-up by default", () => {
  const { maxWithinMs, runs } = builtIn.catchUp;
  expect(row("catchUp")[2]).toContain(`at most \`${durationText(maxWithinMs)}\`; \`${runs}\``);
});

function keysOf({ properties = {} }: JsonSchema): string[] {
  return Object.keys(properties);
}

describe("keys", () => {
  const schema = JSON.parse(emitJsonSchema()) as JsonSchema;

  /** A part with what its `$ref` leads to. */
  function resolved(part: JsonSchema | undefined): JsonSchema {
    const target = part?.$ref?.replace("#/$defs/", "");
    return target === undefined ? (part ?? {}) : { ...resolved(schema.$defs?.[target]), ...part };
  }
  const entryOf = (key: string): JsonSchema => {
    const { additionalProperties } = resolved(schema.properties?.[key]);
    return resolved(typeof additionalProperties === "object" ? additionalProperties : undefined);
  };
  const settings = keysOf(resolved(schema.properties?.["defaults"]));

  it("of the top level, an environment, a job and its settings all have a row", () => {
    const ownKeys = (key: string): string[] =>
      keysOf(resolved(resolved(schema.properties?.["defaults"]).properties?.[key])).map(
        (own) => `${key}.${own}`,
      );
    expect([...ownKeys("retry"), ...ownKeys("dst")]).toEqual(
      expect.arrayContaining(["retry.deadline", "dst.gap"]),
    );
    const keys = [
      ...keysOf(schema).filter((key) => key !== "account"),
      "account.plan",
      "account.cronTriggers",
      ...keysOf(entryOf("environments")),
      ...keysOf(entryOf("jobs")),
      ...settings,
      ...ownKeys("retry"),
      ...ownKeys("dst"),
    ].filter((key) => key !== "retry" && key !== "dst");
    const shown = rows.map(([first]) => first);
    expect(keys.filter((key) => !shown.includes(`\`${key}\``))).toEqual([]);
  });

  it("that no environment can be named after are listed", () => {
    const names = /Not a schedule's key: (.*?) \|/.exec(readPage(page))?.[1];
    expect(names?.trim()).toBe(scheduleKeys.map((key) => `\`${key}\``).join(", "));
  });
});
