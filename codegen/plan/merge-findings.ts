import { namesWords } from "./names.ts";
import type { Danger } from "./plan.ts";
import { dangerKinds } from "./plan.ts";

/** A danger of one job or one environment. */
export interface Finding {
  readonly kind: Danger["kind"];
  /** null: it is of the whole file. */
  readonly environment: string | null;
  /** A job's key; null: it is of the environment. */
  readonly job: string | null;
  /** Whole sentences about `who`, which names one or several; `verb` chooses the form that goes with it. */
  readonly tell: (who: string, verb: Verb) => string;
}

type Verb = (ofOne: string, ofSeveral: string) => string;

/** One danger for all that are equal but for their jobs and environments, the worst kind first. */
export function mergeFindings(findings: readonly Finding[]): Danger[] {
  const ofJobs = grouped(findings, (each) => [contentOf(each), each.job]).map((group) => ({
    ...group[0],
    environments: group.flatMap(({ environment }) => environment ?? []),
  }));
  // Only those in the same environments: else a job would be named where nothing happens to it.
  return grouped(ofJobs, (each) => [contentOf(each), each.job === null || each.environments])
    .map((group): Danger => {
      const [{ kind, tell }] = group;
      const jobs = group.flatMap(({ job }) => job ?? []);
      const environments = [...new Set(group.flatMap((each) => each.environments))];
      const subjects = jobs.length > 0 ? jobs : environments;
      const place = jobs.length > 0 && environments.length > 0 ? ` in ${namesWords(environments)}` : "";
      const text = tell(namesWords(subjects) + place, (one, several) =>
        subjects.length === 1 ? one : several,
      );
      return { kind, environments, jobs, text };
    })
    .toSorted((a, b) => dangerKinds.indexOf(a.kind) - dangerKinds.indexOf(b.kind));
}

/** What is equal where only the names differ. */
function contentOf({ kind, tell }: Finding): string {
  return `${kind} ${tell("…", (one) => one)}`;
}

type Group<T> = readonly [first: T, ...rest: T[]];

/** In the order of their first members. */
function grouped<T>(list: readonly T[], keyOf: (each: T) => unknown): Group<T>[] {
  const groups = Map.groupBy(list, (each) => JSON.stringify(keyOf(each)));
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  );
}
