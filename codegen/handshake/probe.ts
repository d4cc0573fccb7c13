import type { Answer, Reply, World } from "./ask.ts";
import { buildQuestion, newKey } from "./build-question.ts";
import type { Sender, Variation } from "./build-question.ts";

/** How long, and how often, a rate limit is waited for. */
const MAX_WAIT_MS = 10_000;
const MAX_WAITS = 3;

/** The request that was let in first, and what came of it. */
export interface Admission {
  readonly key: string;
  readonly correlationId: string;
  readonly answer: Answer;
}

/** A dry run that was held, and done: its key, how long it was to take, and its answer. */
export interface Held {
  readonly key: string;
  readonly holdMs: number;
  readonly answer: Answer;
}

/** The way to ask an endpoint, and what has been found out about it so far. */
export interface Probe extends Sender {
  /** What is wrong with the secrets that `auth` names, and what to do; null: nothing. */
  readonly secretFault: string | null;
  readonly world: World;
  readonly newKey: () => string;
  readonly send: (variation?: Variation) => Promise<Reply>;
  /** The answer to the very first request: another method, no token, no signature. */
  greeting: Reply | null;
  /** It said so: `X-Cron-Dry-Run: supported`. */
  knowsDryRuns: boolean;
  admission: Admission | null;
  /** The dry run was answered as one. */
  isDry: boolean;
  held: Held | null;
}

export function createProbe(sender: Sender, secretFault: string | null, world: World): Probe {
  const probe: Probe = {
    ...sender,
    secretFault,
    world,
    newKey: () => newKey(sender.endpoint, world.newId),
    async send(variation = {}) {
      const reply = await askPatiently(sender, variation, world);
      if (reply.kind === "answer" && /^supported$/i.test(reply.headers.get("X-Cron-Dry-Run") ?? ""))
        probe.knowsDryRuns = true;
      return reply;
    },
    greeting: null,
    knowsDryRuns: false,
    admission: null,
    isDry: false,
    held: null,
  };
  return probe;
}

/** Waits for a rate limit, and asks again. What is sent is built anew, as its signature has a time. */
async function askPatiently(sender: Sender, variation: Variation, world: World): Promise<Reply> {
  // One key for all: what is asked again is the same run.
  const fixed = { key: newKey(sender.endpoint, world.newId, variation), ...variation };
  for (let waits = 0; ; waits += 1) {
    const reply = await world.ask(await buildQuestion(sender, fixed, world));
    const waitMs = reply.kind === "answer" && reply.status === 429 ? retryAfterMs(reply.headers) : null;
    if (waitMs === null || waitMs > MAX_WAIT_MS || waits === MAX_WAITS) return reply;
    await world.sleep(waitMs);
  }
}

/** Of a `Retry-After` in seconds; null where there is none. */
function retryAfterMs(headers: Headers): number | null {
  const text = headers.get("Retry-After") ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) * 1000 : null;
}
