import { basename, dirname, join } from "node:path";
import type { CompiledSchedules } from "../compiled.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanLabels } from "../plan/plan-words.ts";
import { notFound } from "./choose.ts";
import type { Revision } from "./git.ts";
import { findRevision } from "./git.ts";
import { fileAt, readBeside, readCommitted } from "./git-file.ts";
import type { Version } from "./plan-version.ts";
import { cronsIn, readInput, templateName } from "./read-input.ts";
import { UsageError } from "./usage-error.ts";

/** Both sides, compiled; `before` null: there was nothing. */
export interface CompiledSides {
  readonly before: CompiledSchedules | null;
  readonly after: CompiledSchedules;
}

/** What is compared with what. */
export interface Sides {
  readonly kind: Plan["kind"];
  readonly labels: PlanLabels;
  /** null: the file is not in the old version, so everything is added. */
  readonly before: Version | null;
  readonly after: Version;
  /** What is compared of both: all of it, or one environment of each. */
  readonly choose: (sides: CompiledSides) => CompiledSides;
}

/** Two files; each takes the template beside it. */
export function fileSides(before: string, after: string, env: string | undefined, nowMinute: number): Sides {
  return {
    kind: "versions",
    labels: { before, after },
    before: fileVersion(before, nowMinute, lookAgain),
    after: fileVersion(after, nowMinute, lookAgain),
    choose: (sides) => withKnown(sides, env),
  };
}

/** The file as it lies there, and as it is at a commit. */
export function revisionSides(
  config: string,
  base: string | undefined,
  env: string | undefined,
  nowMinute: number,
): Sides {
  const old = findRevision(config, base);
  const before = committedVersion(config, old, nowMinute);
  return {
    kind: "versions",
    labels: { before: `${old.label}${otherwise(config, before)}`, after: config },
    before,
    after: fileVersion(config, nowMinute),
    choose: (sides) => withKnown(sides, env),
  };
}

/** What a reader has to know where the old version has no file of that name. */
function otherwise(config: string, before: Version | null): string {
  const name = before?.input?.config.file;
  if (name === config) return "";
  return name === undefined ? `, where there is no ${config}` : `, where it is ${name}`;
}

/** The file as it is at a commit, under the name that it had then, with what lies beside it; null where it is not there. */
export function committedVersion(
  config: string,
  { commit, label }: Revision,
  nowMinute: number,
): Version | null {
  const committed = fileAt(config, commit);
  if (committed === null) return null;
  const { folder, path } = committed;
  // Not from what git gave, so that an unchanged name stays as it was typed.
  const file = path === basename(config) ? config : join(folder, path);
  const present = readBeside(committed, "wrangler.toml");
  return {
    label: `${file} of ${label}`,
    input: {
      nowMinute,
      present: cronsIn(present ? new TextDecoder().decode(present) : ""),
      config: { file, bytes: readCommitted(committed) },
      template: { file: join(dirname(file), templateName), bytes: readBeside(committed, templateName) },
    },
    diagnostics: [],
    committed,
  };
}

/** One environment of a file, and another of the same. */
export function environmentSides(config: string, against: string, env: string, nowMinute: number): Sides {
  const version = fileVersion(config, nowMinute);
  return {
    kind: "environments",
    labels: { before: against, after: env },
    before: version,
    after: version,
    choose: ({ before, after }) => {
      const old = before ?? after;
      checkName(old, against);
      checkName(after, env);
      return {
        // Under one name, so that they are taken for one.
        before: withEnvironments(old, against, (environment) => ({ ...environment, name: env })),
        after: withEnvironments(after, env),
      };
    },
  };
}

const lookAgain = "look at its name and folder";

function fileVersion(file: string, nowMinute: number, ifMissing?: string): Version {
  const { input, diagnostics } = readInput(file, undefined, ifMissing);
  return { label: file, input: input && { ...input, nowMinute }, diagnostics };
}

/** All of it, once one of the two knows the environment that is asked for. */
function withKnown(sides: CompiledSides, env: string | undefined): CompiledSides {
  if (env !== undefined && !namesOf(sides.before).includes(env)) checkName(sides.after, env);
  return sides;
}

type Environment = CompiledSchedules["environments"][number]["environment"];

function withEnvironments(
  compiled: CompiledSchedules,
  name: string,
  rename: (environment: Environment) => Environment = (environment) => environment,
): CompiledSchedules {
  return {
    ...compiled,
    environments: compiled.environments
      .filter(({ environment }) => environment.name === name)
      .map((each) => ({ ...each, environment: rename(each.environment) })),
  };
}

function namesOf(compiled: CompiledSchedules | null): string[] {
  return (compiled?.environments ?? []).map(({ environment }) => environment.name);
}

function checkName(compiled: CompiledSchedules, name: string): void {
  const names = namesOf(compiled);
  if (!names.includes(name)) throw new UsageError(notFound("environment", name, names));
}
