import type { Part } from "./outcome.ts";

/** What a report is about. */
export interface Heading {
  readonly environment: string;
  readonly backend: string;
}

export interface Counts {
  readonly shown: number;
  readonly failed: number;
  readonly untried: number;
}

export function countOutcomes(parts: readonly Part[]): Counts {
  const outcomes = parts.flatMap(({ rows }) => rows).map(({ outcome }) => outcome.kind);
  const count = (kind: string): number => outcomes.filter((each) => each === kind).length;
  return { shown: count("shown"), failed: count("failed"), untried: count("untried") };
}

/** `POST /cron/check-current (checkCurrent)`, or what stands for the whole. */
export function partTitle({ endpoint }: Part): string {
  if (endpoint === null) return "The backend";
  return `${endpoint.method} ${endpoint.path} (${endpoint.jobs.join(", ")})`;
}

/** What it comes to, as sentences. */
export function conclusion(parts: readonly Part[]): string {
  const { shown, failed, untried } = countOutcomes(parts);
  const asked = parts.some(({ endpoint }) => endpoint !== null);
  const sum = [
    `${shown} ${shown === 1 ? "promise was" : "promises were"} shown`,
    failed > 0 ? `${failed} failed` : "none failed",
    untried > 0 ? `${untried} could not be tried` : "",
  ].filter((text) => text !== "");
  return `${sum.join(", ")}.${asked ? "" : " No endpoint was asked."}`;
}

/** The page of the contract, at a place. */
export function contractPlace(anchor: string): string {
  return `docs/backend.md#${anchor}`;
}
