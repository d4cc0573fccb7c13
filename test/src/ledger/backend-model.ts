/** A backend that keeps its side: one effect for each Idempotency-Key, and a log of all that it received. */
export interface ReceivedCall {
  readonly at: number;
  readonly job: string;
  readonly key: string;
  readonly trigger: string;
  readonly attempt: number;
  readonly correlationId: string;
  readonly body: string;
}

interface Overlap {
  readonly at: number;
  readonly key: string;
  readonly beside: string;
}

/** What the backend does with one request. */
export interface Behaviour {
  readonly status: number;
  readonly takesMs: number;
  readonly retryAfter?: string;
  /** The work is done, and the answer never arrives. */
  readonly losesAnswer?: boolean;
}

export interface BackendModel {
  readonly received: readonly ReceivedCall[];
  /** Effects by key. */
  readonly effects: ReadonlyMap<string, number>;
  /** Starts of work on a key while work on that job was going on. */
  readonly overlaps: readonly Overlap[];
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Answers all alike. */
export function always(status: number, takesMs: number): () => Behaviour {
  return () => ({ status, takesMs });
}

/** Is down from one instant to another, and well before and after. */
export function downBetween(from: number, until: number): (call: ReceivedCall) => Behaviour {
  return ({ at }) => ({ status: at >= from && at < until ? 503 : 200, takesMs: 200 });
}

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

interface Clock {
  now(): number;
  at(time: number, action: () => void): void;
}

/** @param behave what becomes of a call that is new to it */
export function createBackendModel(clock: Clock, behave: (call: ReceivedCall) => Behaviour): BackendModel {
  const received: ReceivedCall[] = [];
  const effects = new Map<string, number>();
  /** What was answered when the work was done, by key. */
  const kept = new Map<string, number>();
  const busy = new Map<string, ReceivedCall>();
  const overlaps: Overlap[] = [];

  return {
    received,
    effects,
    overlaps,
    fetch: (_url, init) =>
      new Promise((resolve, reject) => {
        const headers = new Headers(init.headers);
        const text = (name: string): string => headers.get(name) ?? "";
        const call: ReceivedCall = {
          at: clock.now(),
          job: text("X-Cron-Job"),
          key: text("Idempotency-Key"),
          trigger: text("X-Cron-Trigger"),
          attempt: Number(text("X-Cron-Attempt")),
          correlationId: text("X-Correlation-ID"),
          body: typeof init.body === "string" ? init.body : "",
        };
        received.push(call);
        init.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        const before = kept.get(call.key);
        if (before !== undefined) return resolve(answer(before));
        if (busy.has(call.key)) return resolve(answer(409, { "Retry-After": "10" }));
        const other = [...busy.values()].find(({ job }) => job === call.job);
        if (other !== undefined) overlaps.push({ at: call.at, key: call.key, beside: other.key });

        const { status, takesMs, retryAfter, losesAnswer = false } = behave(call);
        busy.set(call.key, call);
        clock.at(clock.now() + takesMs, () => {
          busy.delete(call.key);
          if (status >= 200 && status < 300) {
            effects.set(call.key, (effects.get(call.key) ?? 0) + 1);
            kept.set(call.key, status);
          }
          if (!losesAnswer)
            resolve(answer(status, retryAfter === undefined ? {} : { "Retry-After": retryAfter }));
        });
      }),
  };
}
