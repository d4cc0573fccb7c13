import type { Reply } from "./ask.ts";

/** What became of one promise. */
export type Outcome =
  /** It was kept. `seen` says more where there is more. */
  | { readonly kind: "shown"; readonly seen: string }
  | { readonly kind: "failed"; readonly seen: string; readonly mend: string }
  | { readonly kind: "untried"; readonly why: string };

export interface Row {
  /** Names the promise in JSON. */
  readonly id: string;
  readonly title: string;
  /** Where the promise is described. */
  readonly see: string;
  readonly outcome: Outcome;
}

/** A part of the report: the backend as a whole, or one endpoint. */
export interface Part {
  /** null: the backend as a whole. */
  readonly endpoint: {
    readonly method: string;
    readonly path: string;
    readonly jobs: readonly string[];
  } | null;
  readonly rows: readonly Row[];
}

/** How many characters of a header's value are shown. */
export const MAX_HEADER = 60;

export function shown(seen = ""): Outcome {
  return { kind: "shown", seen };
}

export function failed(seen: string, mend: string): Outcome {
  return { kind: "failed", seen, mend };
}

export function untried(why: string): Outcome {
  return { kind: "untried", why };
}

export function is2xx(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** What was seen, in words. */
export function seenOf(reply: Reply): string {
  if (reply.kind === "none") return reply.text;
  return `${reply.status}${reply.excerpt === "" ? "" : `, "${reply.excerpt}"`}`;
}

/**
 * Shown where the status is the one that is due. Else it failed, and the mend is the promise's own, unless the answer
 * itself says that something else is wrong; the rate limit leaves it untried.
 */
export function expectStatus(reply: Reply, due: number | "2xx", mend: string): Outcome {
  if (reply.kind === "none")
    return failed(reply.text, "look why in the backend's log, and at what stands before it");
  const { status } = reply;
  if (status === due) return shown();
  if (due === "2xx" && is2xx(status)) return shown(String(status));
  if (status === 429)
    return untried(
      "the backend's rate limit (429) refused it for longer than 10 s: run this again when it is over",
    );
  return failed(`it answered ${seenOf(reply)}, where ${due} is due`, otherFault(status) ?? mend);
}

function otherFault(status: number): string | null {
  if (status === 404)
    return "there is nothing at this path: add it to the backend, or correct `endpoint` in schedules.yaml";
  if (status >= 300 && status <= 399)
    return "the Worker follows no redirect: write the final address in `backend` and `endpoint` (a `/` at the end counts)";
  if (status === 403)
    return "something refuses it before the token is looked at, such as a CSRF check or a firewall: let these paths through to the check of the token";
  if (status >= 500) return "the backend failed: its log says why";
  return null;
}
