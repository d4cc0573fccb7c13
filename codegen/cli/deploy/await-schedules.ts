import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { parseJson } from "../../text/parse-json.ts";

const ASK_EVERY_MS = 2_000;
const ANSWER_MS = 10_000;
/** A secret that has just been set takes a moment to arrive; a wrong token stays wrong. */
const REFUSED_MS = 30_000;

/** Where and as whom the Worker is asked. */
export interface Asked {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

/** How the wait ended, after which time. Where it failed, whether the new schedules answer, as far as that is known. */
export type ScheduleWait =
  | { readonly ok: true; readonly waitedMs: number; readonly answer: ScheduleAnswer }
  | { readonly ok: false; readonly waitedMs: number; readonly kind: NotReady["kind"]; readonly why: string };

export interface Patience {
  readonly timeoutMs: number;
  /** For one who answers 401 all the time. */
  readonly refusedMs?: number;
  readonly askEveryMs?: number;
  readonly interrupted?: AbortSignal;
}

const scheduleAnswer = z.object({
  sourceHash: z.string(),
  ledger: z.object({ status: z.string() }),
  jobs: z.array(z.object({ watchedSince: z.string().optional() })).default([]),
});

/** What is read here of the answer to `GET /schedule`. */
type ScheduleAnswer = z.infer<typeof scheduleAnswer>;

/**
 * Asks `GET /schedule` until the Worker that answers has the schedules of this hash and its ledger is awake: to be asked
 * sets the ledger's second clock going.
 */
export async function awaitSchedules(
  asked: Asked,
  sourceHash: string,
  { timeoutMs, refusedMs = REFUSED_MS, askEveryMs = ASK_EVERY_MS, interrupted }: Patience,
): Promise<ScheduleWait> {
  const startedAt = Date.now();
  let refusedSince: number | null = null;
  for (;;) {
    const seen = await look(asked, sourceHash);
    const now = Date.now();
    const waitedMs = now - startedAt;
    if (seen.kind === "ready") return { ok: true, waitedMs, answer: seen.answer };
    const { kind, why } = seen;
    refusedSince = kind === "refused" ? (refusedSince ?? now) : null;
    const isRefused = refusedSince !== null && now - refusedSince + askEveryMs > refusedMs;
    if (isRefused || waitedMs + askEveryMs > timeoutMs || interrupted?.aborted)
      return { ok: false, waitedMs, kind, why };
    await delay(askEveryMs, undefined, { signal: interrupted }).catch(() => undefined);
  }
}

interface NotReady {
  readonly kind: "waiting" | "refused" | "asleep";
  readonly why: string;
}

type Look = { readonly kind: "ready"; readonly answer: ScheduleAnswer } | NotReady;

async function look({ url, token }: Asked, sourceHash: string): Promise<Look> {
  try {
    const response = await fetch(`${url}/schedule`, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    if (response.status === 401)
      return { kind: "refused", why: "it answers 401: the token is not the Worker's" };
    if (response.status !== 200) return { kind: "waiting", why: `it answers ${response.status}` };
    return judge(text, sourceHash);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
    return { kind: "waiting", why: `it does not answer (${cause?.code ?? message})` };
  }
}

function judge(text: string, sourceHash: string): Look {
  const parsed = scheduleAnswer.safeParse(parseJson(text));
  if (!parsed.success) return { kind: "waiting", why: "what answers there is not this Worker" };
  const { sourceHash: live, ledger } = parsed.data;
  if (live !== sourceHash) return { kind: "waiting", why: "it still runs the schedules of before" };
  return ledger.status === "healthy"
    ? { kind: "ready", answer: parsed.data }
    : { kind: "asleep", why: `its ledger is not awake (${ledger.status})` };
}
