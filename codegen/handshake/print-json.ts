import type { Part, Row } from "./outcome.ts";
import type { Heading } from "./report.ts";
import { contractPlace, countOutcomes } from "./report.ts";

/** The whole report for programs. */
export function printJson({ environment, backend }: Heading, parts: readonly Part[]): string {
  const report = {
    environment,
    backend,
    counts: countOutcomes(parts),
    parts: parts.map(({ endpoint, rows }) => ({ endpoint, promises: rows.map(promiseOf) })),
  };
  return JSON.stringify(report, null, 2);
}

function promiseOf({ id, title, see, outcome }: Row): object {
  const { kind, ...more } = outcome;
  return { id, title, outcome: kind, ...more, see: contractPlace(see) };
}
