import type { Part } from "./outcome.ts";

/** With more endpoints than this, it is said beforehand how long they take. */
const MANY_ENDPOINTS = 20;

/** Seconds that one takes of a backend that answers at once; most of them are the dry run that is held. */
const SECONDS_EACH = 1.2;

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

/** How long it will take, and how it takes less; null where there are few endpoints. */
export function lengthNotice(endpoints: number): string | null {
  if (endpoints <= MANY_ENDPOINTS) return null;
  const minutes = Math.ceil((endpoints * SECONDS_EACH) / 60);
  return (
    `${endpoints} endpoints are asked, one after another: that takes ${minutes} ${minutes === 1 ? "minute" : "minutes"} or so, ` +
    "and more where the backend is slow. With --job JOB… only those of some jobs are asked."
  );
}

/** The page of the contract, at a place. */
export function contractPlace(anchor: string): string {
  return `docs/backend.md#${anchor}`;
}
