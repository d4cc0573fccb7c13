import { dirname, join } from "node:path";
import type { CompiledSchedules } from "../compiled.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanLabels } from "../plan/plan-words.ts";
import { notFound } from "./choose.ts";
import type { Revision } from "./git.ts";
import { findRevision, readAt } from "./git.ts";
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
    before: fileVersion(before, before, nowMinute),
    after: fileVersion(after, after, nowMinute),
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
    labels: { before: before ? old.label : `${old.label}, where there is no ${config}`, after: config },
    before,
    after: fileVersion(config, config, nowMinute),
    choose: (sides) => withKnown(sides, env),
  };
}

/** The file as it is at a commit, with what lies beside it; null where it is not there. */
export function committedVersion(
  config: string,
  { commit, label }: Revision,
  nowMinute: number,
): Version | null {
  const bytes = readAt(config, commit);
  const template = join(dirname(config), templateName);
  const present = readAt(join(dirname(config), "wrangler.toml"), commit);
  return (
    bytes && {
      label: `${config} of ${label}`,
      input: {
        nowMinute,
        present: cronsIn(present ? new TextDecoder().decode(present) : ""),
        config: { file: config, bytes },
        template: { file: template, bytes: readAt(template, commit) },
      },
      diagnostics: [],
      committed: { file: config, commit },
    }
  );
}

/** One environment of a file, and another of the same. */
export function environmentSides(config: string, against: string, env: string, nowMinute: number): Sides {
  const version = fileVersion(config, config, nowMinute);
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

function fileVersion(file: string, label: string, nowMinute: number): Version {
  const { input, diagnostics } = readInput(file);
  return { label, input: input && { ...input, nowMinute }, diagnostics };
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
