import { longestRunMs } from "../../src/worst-case.ts";
import type { Overlap } from "../../src/job-map.ts";
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
  if (before.settings.auth.bearer !== null && after.settings.auth.bearer === null)
    add("no-auth", `${subject} sends no token any more.`);
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

/** How long a run can take at worst, where that is longer than the time to the next; else null. */
function overlapOf({
  settings,
  deadlineMs,
  shortestPeriodMs,
}: ResolvedJob): { runMs: number; periodMs: number } | null {
  // The last attempt begins before the deadline.
  const runMs = Math.min(longestRunMs(settings), deadlineMs + settings.timeoutMs);
  if (shortestPeriodMs === null || runMs <= shortestPeriodMs) return null;
  return { runMs, periodMs: shortestPeriodMs };
}

function attemptsWords({ settings: { retry, timeoutMs } }: ResolvedJob): string {
  if (retry.maxAttempts === 1) return `one attempt of ${durationWords(timeoutMs)}`;
  return `${retry.maxAttempts} attempts of ${durationWords(timeoutMs)} and the waits between them`;
}

function isHeldForGood({ pause }: ResolvedJob): boolean {
  return pause !== null && pause.untilMinute === undefined;
}
