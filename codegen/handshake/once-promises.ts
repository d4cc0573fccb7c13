import { clipped } from "../text/wrap.ts";
import type { Answer, Reply } from "./ask.ts";
import { expectStatus, failed, is2xx, MAX_HEADER, seenOf, shown, untried } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import type { Probe } from "./probe.ts";
import { hasBody } from "./promise.ts";
import type { EndpointPromise } from "./promise.ts";

/** How long a dry run is held, so that a second one finds it going; the longer one where the way is long. */
const HOLD_MS = 1000;
const LONG_HOLD_MS = 2000;
const LONG_WAY_MS = 300;

const anchor = "once-and-only-once";
const needs = "dry";

/** One effect for each key. */
export const oncePromises: readonly EndpointPromise[] = [
  { id: "at-once", title: "two at once give one run", anchor, needs, test: twoAtOnce },
  {
    id: "same-key",
    title: "the same key again gives the same answer, and no second run",
    anchor,
    needs,
    test: again,
  },
  {
    id: "other-body",
    title: "another body under a known key gets 422",
    anchor,
    needs,
    appliesTo: hasBody,
    async test(probe) {
      const key = probe.admission?.key;
      const reply = await probe.send({ key, payload: "another body", attempt: 2 });
      return expectStatus(
        reply,
        422,
        "keep a hash of the body beside the key, and answer 422 to another one",
      );
    },
  },
];

/** Sends a request, and the same once more while the first is held. */
async function twoAtOnce(probe: Probe): Promise<Outcome> {
  const { world, admission, isDry } = probe;
  if (!isDry) return untried("without dry runs it would do the work once more");
  const holdMs = (admission?.answer.durationMs ?? 0) > LONG_WAY_MS ? LONG_HOLD_MS : HOLD_MS;
  const apartMs = holdMs * 0.4;
  const key = probe.newKey();
  const timed = async (attempt: number): Promise<{ readonly reply: Reply; readonly endedAt: number }> => {
    const reply = await probe.send({ key, attempt, holdMs });
    return { reply, endedAt: world.now() };
  };
  const [first, second] = await Promise.all([timed(1), world.sleep(apartMs).then(() => timed(2))]);
  const done = [first.reply, second.reply].find(isDone);
  if (done === undefined) return expectStatus(first.reply, "2xx", "answer 2xx to the first of two");
  probe.held = { key, holdMs, answer: done };

  const other = done === first.reply ? second.reply : first.reply;
  if (other.kind === "answer" && other.status === 409) return conflict(other);
  if (!isDone(other))
    return expectStatus(other, 409, "answer 409 with `Retry-After` while the first one is still going");
  if (!wasHeld(done, holdMs))
    return untried(
      `the first was over before the second came: its dry run did not take the time that \`X-Cron-Dry-Run: hold=${holdMs}\` asks for`,
    );
  if (!wasHeld(other, holdMs)) return shown("the second did not run");
  // On a slow way, one that waited for the first may have taken as long: it ends with it. Who ran ends later.
  if (Math.abs(second.endedAt - first.endedAt) < apartMs / 2) return shown("the second did not run");
  return failed(
    `both ran: each took the ${holdMs} ms that it was asked to`,
    "take the key in the store, in one step that only one can win, before the work begins; answer 409 with `Retry-After` to the other",
  );
}

function conflict(answer: Answer): Outcome {
  const retryAfter = answer.headers.get("Retry-After");
  if (retryAfter !== null) return shown(`409, Retry-After: ${clipped(retryAfter, MAX_HEADER)}`);
  return failed(
    "the second got 409 without `Retry-After`, which ends the run as failed",
    "send `Retry-After` with it, in seconds: the Worker then asks again",
  );
}

/** Sends a run once more that is done. */
async function again({ held, admission, isDry, send }: Probe): Promise<Outcome> {
  const run = held ?? (isDry ? null : admission);
  if (run === null) return untried("neither of the two at once was answered 2xx");
  const { key, answer } = run;
  const holdMs = held?.holdMs;
  const reply = await send({ key, attempt: 3, holdMs });
  const mend = "keep the answer beside the key, and give it again without doing the work";
  if (reply.kind === "answer" && reply.status === 409)
    return failed(
      "the run is done, and its key still gets 409",
      "when the work is done, keep its answer and give that from then on; when it failed, let the key go",
    );
  if (!isDone(reply)) return expectStatus(reply, "2xx", mend);
  const tells = holdMs !== undefined && wasHeld(answer, holdMs);
  if (tells && wasHeld(reply, holdMs))
    return failed(`it ran again: it took another ${Math.round(reply.durationMs)} ms`, mend);
  if (reply.status !== answer.status || reply.text !== answer.text)
    return failed(`it answered ${seenOf(reply)}, and ${seenOf(answer)} before`, mend);
  if (tells || reply.headers.get("Idempotency-Replayed") === "true") return shown(`${reply.status} again`);
  return untried("the answers are alike, but so they might be if it ran twice");
}

/** Whether an answer took the time that was asked for; clocks may differ a little. */
function wasHeld({ durationMs }: Answer, holdMs: number): boolean {
  return durationMs >= holdMs * 0.9;
}

function isDone(reply: Reply): reply is Answer {
  return reply.kind === "answer" && is2xx(reply.status);
}
