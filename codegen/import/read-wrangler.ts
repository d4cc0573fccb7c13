import { parse } from "@iarna/toml";
import type { FoundJob, FoundSchedules, FoundTime } from "./found.ts";
import { check, note, UnreadableSource } from "./found.ts";
import { at, isMap, itemsOf, parseJsonc } from "./parse-documents.ts";

/** The environment that stands for a file's top level, and what it is called where the file has one of that name. */
const topLevelNames = ["production", "top-level"] as const;

/**
 * `triggers.crons` of a wrangler.toml, wrangler.json or wrangler.jsonc. An environment without `triggers` takes those of the top
 * level, as wrangler hands them down. One expression is one job: a Worker tells its jobs apart by it.
 * @see https://developers.cloudflare.com/workers/configuration/cron-triggers/
 */
export function readWrangler(file: string, text: string): FoundSchedules {
  const config = file.endsWith(".toml") || !/^\s*[{/]/.test(text) ? parseToml(text) : parseJsonc(text).value;
  const top = cronsOf(config);
  const environments = at(config, "env");
  const written = isMap(environments) ? Object.keys(environments) : [];
  const names = written.map(nameHere);
  const inEnvironments = written.flatMap((name) =>
    (cronsOf(at(environments, name)) ?? top ?? []).map((expression) => ({
      environment: nameHere(name),
      expression,
    })),
  );
  const topName = topLevelNames.find((name) => !names.includes(name)) ?? topLevelNames[1];
  // Without environments the top level is all there is, and needs no name.
  const environment = names.length === 0 ? undefined : topName;
  const all = [...(top ?? []).map((expression) => ({ environment, expression })), ...inEnvironments];
  if (all.length === 0) throw new UnreadableSource("it has no `triggers.crons`");
  const byExpression = Map.groupBy(all, ({ expression }) => expression);
  return {
    scheduler: "cloudflare",
    jobs: Array.from(byExpression, ([expression, places]) =>
      toJob(places.map((place) => ({ ...place, line: lineOf(text, expression) }))),
    ),
    remarks: [
      note(codeText),
      ...written
        .filter((name) => nameHere(name) !== name)
        .map((name) => check(`the environment \`${name}\` is called \`${nameHere(name)}\` here.`)),
      ...(names.length === 0 || !top?.length ? [] : [check(topLevelText(topName))]),
    ],
  };
}

const codeText =
  "each cron is a job here; what the Worker does for it (`controller.cron`) is for the backend to do, or for several jobs.";

/** An environment's name in the form that this language takes. */
function nameHere(name: string): string {
  const kept = name.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return (/^[a-z]/.test(kept) ? kept : `env-${kept}`).slice(0, 31);
}

function topLevelText(name: string): string {
  return `the file's top level is called \`${name}\` here: give it the name that the environment has in \`environments\`.`;
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UnreadableSource(`it is no TOML: ${(error as Error).message.split("\n")[0]}`);
  }
}

function cronsOf(table: unknown): readonly string[] | null {
  const crons = at(table, "triggers", "crons");
  return Array.isArray(crons) ? itemsOf(crons).map(String) : null;
}

function toJob(times: readonly FoundTime[]): FoundJob {
  return { words: "job", runs: "", times, remarks: [] };
}

/** The first line that has the expression: TOML gives no places. */
function lineOf(text: string, expression: string): number {
  return text.slice(0, Math.max(0, text.indexOf(`"${expression}"`))).split("\n").length;
}
