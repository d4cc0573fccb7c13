/**
 * Run ids. A run id is also the Idempotency-Key that the backend sees, so it is the same for every
 * attempt and every duplicate of one run.
 */
import { isoTime } from "./iso-time.ts";

/** `production:partiesImport:20261123T0206Z`, for a scheduled minute given in epoch ms. */
export function cronRunId(environment: string, job: string, scheduledTime: number): string {
  return `${environment}:${job}:${minuteText(scheduledTime)}`;
}

/** `production:partiesImport:manual-20261123T0206Z-1f9a6c2e`; `random` is hexadecimal, `now` epoch ms. */
export function manualRunId(environment: string, job: string, now: number, random: string): string {
  return `${environment}:${job}:manual-${minuteText(now)}-${random}`;
}

/** The id of a run by hand whose caller sent an Idempotency-Key: the same key gives the same id, whenever it is sent. */
export async function keyedRunId(environment: string, job: string, idempotencyKey: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(idempotencyKey));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${environment}:${job}:manual-${hex.slice(0, 32)}`;
}

/** A minute in UTC, in ISO 8601's basic format. */
function minuteText(epochMs: number): string {
  return `${isoTime(epochMs).slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}

/** The id of a run that is repeated although it succeeded: `…#2`, `…#3`. */
export function repeatedRunId(runId: string, number: number): string {
  return `${runId}#${number}`;
}
