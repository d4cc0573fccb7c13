import type { JsonSchema } from "./json-schema.ts";

/** Keywords that yaml-language-server and VS Code understand beside those of JSON Schema. */
interface EditorSchema extends JsonSchema {
  /** Shown in place of "Incorrect type" and "does not match the pattern". */
  readonly errorMessage?: string;
  readonly defaultSnippets?: readonly Snippet[];
}

/** A completion; `$1`, `$2`, … are the places to fill in. */
interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
}

/** What an entry of a map is called. */
const entryTitles: Readonly<Record<string, string>> = {
  environments: "environment",
  jobs: "job",
  overrides: "override",
};

/** By the key under which they are offered. */
const snippets: Readonly<Record<string, readonly Snippet[]>> = {
  jobs: [
    {
      label: "new job",
      description: "A job that runs once a day",
      body: { "${1:myJob}": { endpoint: "POST /cron/${2:my-job}", schedule: { at: '"${3:02:06}"' } } },
    },
  ],
  completion: [
    {
      label: "completion",
      description: "The backend answers 202, and completes the run later",
      body: { within: "${1:2h}" },
    },
  ],
  pause: [
    {
      label: "pause",
      description: "No scheduled runs until a date",
      body: { reason: "${1:why}", until: '"${2:2026-12-01}"' },
    },
  ],
  schedule: [
    { label: "every", description: "Every so many minutes or hours", body: { every: "${1:15m}" } },
    { label: "at", description: "At a time of day, UTC", body: { at: '"${1:02:06}"' } },
    { label: "cron", description: "Cron, UTC, weekdays by name", body: '"${1:0 9 * * MON-FRI}"' },
    { label: "manual", description: "Only run by hand", body: "manual" },
  ],
};

/**
 * The same schema, told to a person at a keyboard: each key has its name as title, its default in the hover text,
 * what to write in place of a wrong value, and snippets.
 */
export function describeForEditors(schema: JsonSchema, key?: string): EditorSchema {
  const { $defs, properties, additionalProperties, items, anyOf, examples, ...rest } = schema;
  const each = (child: JsonSchema): EditorSchema => describeForEditors(child);
  const all = (children: Readonly<Record<string, JsonSchema>>): Record<string, EditorSchema> =>
    Object.fromEntries(
      Object.entries(children).map(([name, child]) => [name, describeForEditors(child, name)]),
    );
  // An editor that is offered the default and an equal example inserts neither.
  const shown = examples?.filter((example) => example !== schema.default) ?? [];
  return {
    ...(key !== undefined && schema.title === undefined && { title: key }),
    ...rest,
    ...withDefault(schema),
    ...(schema.type === "string" && schema.description && { errorMessage: schema.description }),
    ...(shown.length > 0 && { examples: shown }),
    ...(key !== undefined && snippets[key] && { defaultSnippets: snippets[key] }),
    ...(properties && { properties: all(properties) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === "object"
          ? describeForEditors(additionalProperties, entryTitles[key ?? ""])
          : additionalProperties,
    }),
    ...(items && { items: each(items) }),
    ...(anyOf && { anyOf: anyOf.map(each) }),
    ...($defs && {
      $defs: Object.fromEntries(
        // A shared part has the titles of the keys that it stands under, so it gets none of its own.
        Object.entries($defs).map(([name, child]) => [
          name,
          name in entryTitles ? describeForEditors(child, name) : each(child),
        ]),
      ),
    }),
  };
}

/** Hover texts leave `default` out, so the description says it. */
function withDefault({ description, default: value }: JsonSchema): Pick<JsonSchema, "description"> {
  if (description === undefined || value === undefined) return {};
  return {
    description: `${description} Default: ${typeof value === "string" ? value : JSON.stringify(value)}.`,
  };
}
