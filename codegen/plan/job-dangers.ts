import type { Auth, Overlap } from "../../src/job-map.ts";
import type { ResolvedJob } from "../resolved.ts";
import { isProduction } from "./environment-dangers.ts";
import type { Finding } from "./merge-findings.ts";
import type { JobPlan } from "./plan.ts";
import { runsByItself } from "./runs-by-itself.ts";
import { durationWords } from "./words.ts";
import { worstRunMs, worstRunWords } from "./worst-run.ts";

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
): Finding[] {
  const found: Finding[] = [];
  const add = (kind: Finding["kind"], tell: Finding["tell"]) =>
    found.push({ kind, environment, job: key, tell });

  // What does not run by itself does no harm by itself; that it no longer does may be harm.
  if (!after || !runsByItself(after)) {
    if (before && runsByItself(before) && isProduction(environment))
      add(
        "stops-in-production",
        (who, verb) => `${who} no longer ${verb("runs by itself", "run by themselves")}.`,
      );
    return found;
  }
  const overlap = overlapOf(after);
  if (
    overlap !== null &&
    (before === null || overlapOf(before) === null || before.settings.overlap !== after.settings.overlap)
  )
    add(
      "overlap",
      (who) =>
        `A run of ${who} can take ${durationWords(overlap.runMs)} at worst (${worstRunWords(after)}), and the next is due ` +
        `after ${durationWords(overlap.periodMs)}: ${overlapWords[after.settings.overlap]}.`,
    );
  if (isHeldForGood(after) && !(before && isHeldForGood(before)))
    add(
      "paused-without-end",
      (who, verb) =>
        `The ${verb("pause", "pauses")} of ${who} ${verb("has no end: it does", "have no end: they do")} not run until the ` +
        `${verb("line goes", "lines go")}.`,
    );
  if (!before) return found;

  const [old, now] = [`${before.method} ${before.path}`, `${after.method} ${after.path}`];
  if (old !== now && isProduction(environment))
    add(
      "production-endpoint",
      (who, verb) => `${who} ${verb("calls", "call")} another endpoint: ${now}, not ${old}.`,
    );
  found.push(
    ...lostAuth(before.settings.auth, after.settings.auth).map((lost) => ({
      environment,
      job: key,
      ...lost,
    })),
  );
  if (!before.settings.retry.on.includes("timeout") && after.settings.retry.on.includes("timeout"))
    add(
      "retries-slow-work",
      (who, verb) =>
        `${who} ${verb("is", "are")} now tried again after a timeout: work that is only slow is started a second time, unless ` +
        "the backend honours Idempotency-Key.",
    );
  if (before.settings.notify !== null && after.settings.notify === null)
    add("no-alerts", (who, verb) => `Nobody is told any more when ${who} ${verb("fails", "fail")}.`);
  return found;
}

/** What a job proved itself by and does no more. A token may go where a signature stays. */
function lostAuth(before: Auth, after: Auth): Pick<Finding, "kind" | "tell">[] {
  const isOpen = after.bearer === null && after.hmac === undefined;
  const isSignatureLost = before.hmac !== undefined && after.hmac === undefined;
  const isTokenLost = before.bearer !== null && after.bearer === null;
  if (isOpen && isSignatureLost && isTokenLost)
    return [
      {
        kind: "no-auth",
        tell: (who, verb) =>
          `${who} neither ${verb("sends a token nor signs its", "send a token nor sign their")} requests any more.`,
      },
    ];
  if (isSignatureLost)
    return [
      {
        kind: isOpen ? "no-auth" : "no-signature",
        tell: (who, verb) => `${who} ${verb("does not sign its", "do not sign their")} requests any more.`,
      },
    ];
  if (isOpen && isTokenLost)
    return [{ kind: "no-auth", tell: (who, verb) => `${who} ${verb("sends", "send")} no token any more.` }];
  return [];
}

/** How long a run can take at worst, where that is longer than the time to the next; else null. */
function overlapOf(job: ResolvedJob): { runMs: number; periodMs: number } | null {
  const { shortestPeriodMs } = job;
  const runMs = worstRunMs(job);
  return shortestPeriodMs === null || runMs <= shortestPeriodMs
    ? null
    : { runMs, periodMs: shortestPeriodMs };
}

function isHeldForGood({ pause }: ResolvedJob): boolean {
  return pause !== null && pause.untilMinute === undefined;
}
