import { sha256 } from "./bearer.ts";

/** What was answered, kept so that it can be given again. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Admission =
  /** Nobody has done this work: do it, then say how it ended. */
  | { readonly kind: "new"; settle(answer: Answer): void }
  | { readonly kind: "running" }
  | { readonly kind: "done"; readonly answer: Answer }
  /** The key is known from another request. */
  | { readonly kind: "mismatch" };

interface Entry {
  readonly fingerprint: string;
  readonly answer: Answer | null;
}

/**
 * Remembers what each `Idempotency-Key` has led to. Only a 2xx is kept: after a failure the same key
 * may try again, which is what a retry is for. In memory, so for one process; with several, keep the
 * entries in the database, written in the transaction that does the work.
 *
 * @param capacity keys kept; the oldest settled ones go first.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export class IdempotencyStore {
  readonly #entries = new Map<string, Entry>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** @param request the parts that make two requests the same: method, target and body. */
  admit(key: string, request: readonly string[]): Admission {
    const fingerprint = sha256(JSON.stringify(request)).toString("hex");
    const known = this.#entries.get(key);
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) return { kind: "mismatch" };
      return known.answer === null ? { kind: "running" } : { kind: "done", answer: known.answer };
    }
    this.#entries.set(key, { fingerprint, answer: null });
    return { kind: "new", settle: (answer) => this.#settle(key, { fingerprint, answer }) };
  }

  #settle(key: string, entry: Entry & { readonly answer: Answer }): void {
    this.#entries.delete(key);
    const { status } = entry.answer;
    if (status < 200 || status > 299) return;
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#capacity) return;
    for (const [oldest, { answer }] of this.#entries) {
      if (answer === null) continue;
      this.#entries.delete(oldest);
      break;
    }
  }
}
