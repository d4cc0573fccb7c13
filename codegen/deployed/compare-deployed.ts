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
  const [{ vars, secrets, objects, compatibilityDate }, ...others] = live.versions;
  const known = [...wanted.requiredSecrets, ...wanted.optionalSecrets];
  return {
    differences: [
      ...compareMaps("cron", asMap(wanted.crons), asMap(live.crons), () => "set"),
      ...compareMaps("var", wanted.vars, vars, (name, value) => varWords(name, value, wanted)),
      ...wanted.requiredSecrets
        .filter((name) => !secrets.includes(name))
        .map((name): Difference => ({ kind: "secret", name, repository: "required", cloudflare: null })),
      ...compareMaps("binding", wanted.objects, objects, (_, value) => `Durable Object ${value}`),
      ...compareDates(wanted.compatibilityDate, compatibilityDate),
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

function asMap(crons: readonly string[]): ReadonlyMap<string, string> {
  return new Map(crons.map((cron) => [cron, cron]));
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

/** A var that somebody set by hand may hold what no log may show. */
function varWords(name: string, value: string, { vars }: Wanted): string {
  return vars.has(name) && !looksSecretName(name) && !looksSecretValue(value) ? value : "set, not shown";
}

function compareDates(repository: string | null, cloudflare: string | null): Difference[] {
  if (cloudflare === null || repository === cloudflare) return [];
  return [{ kind: "compatibility date", name: null, repository, cloudflare }];
}

function gradual({ versions }: Deployment): Difference {
  const shares = versions.map(({ id, percentage }) => `${percentage} % ${id}`);
  return { kind: "version", name: null, repository: "one for all calls", cloudflare: shares.join(", ") };
}
