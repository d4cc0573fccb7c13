/** The edge of the core: what is asked, what comes back, and what else it needs of the world. */
export interface World {
  readonly ask: Ask;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A new UUID. */
  readonly newId: () => string;
}

/** Sends one request, follows no redirect, and never throws. */
export type Ask = (question: Question) => Promise<Reply>;

export interface Question {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** null: none. */
  readonly body: string | null;
  /** From the call to the last byte read. */
  readonly timeoutMs: number;
}

export type Reply = Answer | NoAnswer;

export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  /** Fit to be shown, as `excerpt` is. */
  readonly headers: Headers;
  /** At most 64 KiB of the body. Never shown: a backend might send back what it was sent. */
  readonly text: string;
  /** What it says, fit to be shown: short, on one line, nothing that a terminal obeys, and secrets are struck out. */
  readonly excerpt: string;
  /** From the call to the last byte read. */
  readonly durationMs: number;
}

export interface NoAnswer {
  readonly kind: "none";
  /**
   * `timeout`: a connection was made, and no whole answer came in time. `network`: none could be made, or it broke.
   * `tls`: the certificate is not to be trusted. `unreadable`: what came is no answer.
   */
  readonly why: "timeout" | "network" | "tls" | "unreadable";
  /** What the system says, secrets struck out. */
  readonly text: string;
}
