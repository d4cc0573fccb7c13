import { longestRunMs } from "../../src/worst-case.ts";
import type { Auth, Overlap } from "../../src/job-map.ts";
import type { ResolvedJob } from "../resolved.ts";
import { isProduction } from "./environment-dangers.ts";
import type { Danger, JobPlan } from "./plan.ts";
import { durationWords } from "./words.ts";

const overlapWords: Readonly<Record<Overlap, string>> = {
  skip: "that run is then skipped",
  wait: "that run then waits for it",
  allow: "both then go on at once",
};

/** Of one job in one environment, beside what it was there. */
export function jobDangers(
  { key, environment }: JobPlan,
  before: ResolvedJob | null,
  after: ResolvedJob | null,
): Danger[] {
  // What does not run by itself does no harm by itself.
  if (!after || after.schedule.length === 0 || !after.settings.enabled) return [];
  const subject = `${key} in ${environment}`;
  const found: Danger[] = [];
  const add = (kind: Danger["kind"], text: string) => found.push({ kind, environment, job: key, text });

  const overlap = overlapOf(after);
  if (
    overlap !== null &&
    (before === null || overlapOf(before) === null || before.settings.overlap !== after.settings.overlap)
  )
    add(
      "overlap",
      `A run of ${subject} can take ${durationWords(overlap.runMs)} at worst (${attemptsWords(after)}), and the next is due after ` +
        `${durationWords(overlap.periodMs)}: ${overlapWords[after.settings.overlap]}.`,
    );
  if (isHeldForGood(after) && !(before && isHeldForGood(before)))
    add("paused-without-end", `The pause of ${subject} has no end: it does not run until the line goes.`);
  if (!before) return found;

  const [old, now] = [`${before.method} ${before.path}`, `${after.method} ${after.path}`];
  if (old !== now && isProduction(environment))
    add("production-endpoint", `${subject} calls another endpoint: ${now}, not ${old}.`);
  const lost = lostAuth(before.settings.auth, after.settings.auth);
  if (lost) add(lost.kind, `${subject} ${lost.words} any more.`);
  if (!before.settings.retry.on.includes("timeout") && after.settings.retry.on.includes("timeout"))
    add(
      "retries-slow-work",
      `${subject} is now tried again after a timeout: work that is only slow is started a second time, unless the backend ` +
        "honours Idempotency-Key.",
    );
  if (before.settings.notify !== null && after.settings.notify === null)
    add("no-alerts", `Nobody is told any more when ${subject} fails.`);
  return found;
}

/** What a job proved itself by and does no more. A token may go where a signature stays. */
function lostAuth(before: Auth, after: Auth): { kind: Danger["kind"]; words: string } | null {
  const isOpen = after.bearer === null && after.hmac === undefined;
  const isSignatureLost = before.hmac !== undefined && after.hmac === undefined;
  const isTokenLost = before.bearer !== null && after.bearer === null;
  if (isOpen && isSignatureLost && isTokenLost)
    return { kind: "no-auth", words: "neither sends a token nor signs its requests" };
  if (isSignatureLost)
    return { kind: isOpen ? "no-auth" : "no-signature", words: "does not sign its requests" };
  return isOpen && isTokenLost ? { kind: "no-auth", words: "sends no token" } : null;
}

/** How long a run can take at worst, where that is longer than the time to the next; else null. */
function overlapOf({
  settings,
  deadlineMs,
  completion,
  shortestPeriodMs,
}: ResolvedJob): { runMs: number; periodMs: number } | null {
  // The last attempt begins before the deadline.
  const answeredMs = Math.min(longestRunMs(settings), deadlineMs + settings.timeoutMs);
  const runMs = answeredMs + (completion?.withinMs ?? 0);
  if (shortestPeriodMs === null || runMs <= shortestPeriodMs) return null;
  return { runMs, periodMs: shortestPeriodMs };
}

function attemptsWords({ settings: { retry, timeoutMs }, completion }: ResolvedJob): string {
  const completed =
    completion === null ? "" : `, and ${durationWords(completion.withinMs)} for its completion`;
  if (retry.maxAttempts === 1) return `one attempt of ${durationWords(timeoutMs)}${completed}`;
  return `${retry.maxAttempts} attempts of ${durationWords(timeoutMs)} and the waits between them${completed}`;
}

function isHeldForGood({ pause }: ResolvedJob): boolean {
  return pause !== null && pause.untilMinute === undefined;
}
