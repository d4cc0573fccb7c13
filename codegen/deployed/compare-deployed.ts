import { looksSecretName, looksSecretValue } from "../passes/looks-secret.ts";
import type { Deployment } from "./deployment.ts";
import type { Wanted } from "./wanted.ts";

export const differenceKinds = [
  "worker",
  "cron",
  "var",
  "secret",
  "binding",
  "compatibility date",
  "compatibility flag",
  "version",
] as const;

/** One thing that the repository and Cloudflare have otherwise. */
export interface Difference {
  readonly kind: (typeof differenceKinds)[number];
  /** null where there is only one of the kind. */
  readonly name: string | null;
  /** In words; null: it is not there. */
  readonly repository: string | null;
  readonly cloudflare: string | null;
}

/** How what is live and what the repository says stand to each other. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Secrets on Cloudflare that the Worker does not read: no harm, but nobody needs them. */
  readonly unusedSecrets: readonly string[];
}

/**
 * Compares what the repository says with what is live.
 *
 * @param version whether the live code is that of the repository, which only git can tell; null: it is
 */
export function compareDeployed(wanted: Wanted, live: Deployment, version: Difference | null): Comparison {
  const [{ vars, secrets, bindings, compatibilityDate, compatibilityFlags }, ...others] = live.versions;
  const known = [...wanted.requiredSecrets, ...wanted.optionalSecrets];
  return {
    differences: [
      ...compareLists("cron", wanted.crons, live.crons),
      ...compareMaps("var", wanted.vars, vars, (name, value) => varWords(name, value, wanted)),
      ...wanted.requiredSecrets
        .filter((name) => !secrets.includes(name))
        .map((name): Difference => ({ kind: "secret", name, repository: "required", cloudflare: null })),
      ...compareMaps("binding", withKinds(wanted.bindings, bindings), bindings, (_, kind) => kind),
      ...compareDates(wanted.compatibilityDate, compatibilityDate),
      ...compareLists("compatibility flag", wanted.compatibilityFlags, compatibilityFlags),
      ...(others.length > 0 ? [gradual(live)] : version ? [version] : []),
    ],
    unusedSecrets: secrets.filter((name) => !known.includes(name)),
  };
}

/** Nothing is live: of all that the repository says, the Worker is missing first. */
export function compareMissing({ worker }: Wanted): Comparison {
  return {
    differences: [{ kind: "worker", name: worker, repository: "wanted", cloudflare: null }],
    unusedSecrets: [],
  };
}

function compareLists(
  kind: Difference["kind"],
  wanted: readonly string[],
  live: readonly string[],
): Difference[] {
  return compareMaps(kind, asMap(wanted), asMap(live), (_, words) => words);
}

function asMap(list: readonly string[]): ReadonlyMap<string, string> {
  return new Map(list.map((each) => [each, "set"]));
}

/** Where the repository's side names no kind, Cloudflare's word for it is as good. */
function withKinds(
  wanted: ReadonlyMap<string, string | null>,
  live: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...wanted].map(([name, kind]) => [name, kind ?? live.get(name) ?? "wanted"]));
}

function compareMaps(
  kind: Difference["kind"],
  wanted: ReadonlyMap<string, string>,
  live: ReadonlyMap<string, string>,
  words: (name: string, value: string) => string,
): Difference[] {
  const names = [...new Set([...wanted.keys(), ...live.keys()])].toSorted();
  const side = (map: ReadonlyMap<string, string>, name: string) => {
    const value = map.get(name);
    return value === undefined ? null : words(name, value);
  };
  return names
    .filter((name) => wanted.get(name) !== live.get(name))
    .map((name) => ({ kind, name, repository: side(wanted, name), cloudflare: side(live, name) }));
}

/** A var that somebody set by hand may hold what no log may show, and characters that a terminal obeys. */
function varWords(name: string, value: string, { vars }: Wanted): string {
  const isShown = vars.has(name) && !looksSecretName(name) && !looksSecretValue(value);
  return isShown ? value : "set, not shown";
}

function compareDates(repository: string | null, cloudflare: string | null): Difference[] {
  if (cloudflare === null || repository === cloudflare) return [];
  return [{ kind: "compatibility date", name: null, repository, cloudflare }];
}

function gradual({ versions }: Deployment): Difference {
  const shares = versions.map(({ id, percentage }) => `${percentage} % ${id}`);
  return { kind: "version", name: null, repository: "one for all calls", cloudflare: shares.join(", ") };
}
