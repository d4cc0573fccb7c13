import type { Endpoint } from "./endpoint.ts";
import type { Outcome } from "./outcome.ts";
import type { Probe } from "./probe.ts";

/** One promise of the contract, and how it is tried. */
export interface EndpointPromise {
  readonly id: string;
  readonly title: string;
  /** An anchor of docs/backend.md. */
  readonly anchor: string;
  /**
   * When it may be tried. `always`: its request is refused by any backend that asks for a token or a signature.
   * `let in`: its request could do work, so the backend must know dry runs.
   * `dry`: it must have answered one as such.
   */
  readonly needs: "always" | "let in" | "dry";
  readonly appliesTo?: (endpoint: Endpoint) => boolean;
  readonly test: (probe: Probe) => Promise<Outcome> | Outcome;
}

/** Why a promise can't be tried yet; null where it can. */
export function obstacleOf(needs: EndpointPromise["needs"], probe: Probe): string | null {
  if (needs === "always") return null;
  if (probe.secretFault !== null) return probe.secretFault;
  if (!probe.knowsDryRuns && !probe.realWork)
    return (
      "its 401 and 405 do not say `X-Cron-Dry-Run: supported`, so a request that is let in might do the work: " +
      "teach it dry runs, or take real work into account with --real-work"
    );
  if (needs === "let in") return null;
  if (probe.admission === null) return "no request was let in";
  if (!probe.isDry && !probe.realWork) return "the dry run was not answered as one, so nothing more was sent";
  return null;
}

export function signs({ settings }: Endpoint): boolean {
  return settings.auth.hmac !== undefined;
}

export function sendsToken({ settings }: Endpoint): boolean {
  return settings.auth.bearer !== null;
}

export function hasBody({ definition: { method } }: Endpoint): boolean {
  return method !== "GET" && method !== "HEAD";
}
