import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { longestEndsMs, longestRunMs } from "../../src/worst-case.ts";
import type { CompiledEnvironment, CompiledSchedules, Trigger } from "../compiled.ts";
import { maxConcurrency, maxTickMs, planLimits } from "../limits.ts";
import type { ResolvedJob } from "../resolved.ts";
import { durationText } from "../schema/duration.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";

/** Reports SCH304 (a tick that may not end in time) and SCH402 (a tick that may make too many requests). */
export function checkTicks(
  document: SourceDocument,
  { resolved, environments }: CompiledSchedules,
): Diagnostic[] {
  return environments.flatMap((compiled) => {
    const jobs = new Map(compiled.environment.jobs.map((job) => [job.key, job]));
    return compiled.triggers.flatMap((trigger) => {
      const woken = trigger.jobs.map((key) => jobs.get(key)).filter((job) => job !== undefined);
      return [
        ...checkTime(document, compiled, trigger, woken),
        ...checkSubrequests(document, resolved.account.plan, compiled, trigger, woken),
      ];
    });
  });
}

function checkTime(
  document: SourceDocument,
  { environment }: CompiledEnvironment,
  trigger: Trigger,
  jobs: readonly ResolvedJob[],
): Diagnostic[] {
  const runs = jobs.map(({ settings }) => longestRunMs(settings));
  const longest = Math.max(...longestEndsMs(runs, environment.concurrency));
  if (longest <= maxTickMs) return [];
  const enough = Array.from({ length: maxConcurrency }, (_, index) => index + 1).find(
    (lanes) => Math.max(...longestEndsMs(runs, lanes)) <= maxTickMs,
  );
  const lanes = environment.concurrency === 1 ? "one after another" : `${environment.concurrency} at once`;
  const message =
    `at worst the ${jobs.length === 1 ? "job" : `${jobs.length} jobs`} of trigger \`${trigger.cron}\` in ${environment.name} ` +
    `take${jobs.length === 1 ? "s" : ""} ${minutes(longest)}, ${lanes}: a tick ends after ${durationText(maxTickMs)}, and what is left is deferred`;
  const hint =
    enough === undefined
      ? "move some of the jobs to other minutes, or lower `timeout` or `retry.maxAttempts`"
      : `concurrency: ${enough} would do, or move some of the jobs to other minutes`;
  return [diagnostic("SCH304", spanOfKey(document, ["environments", environment.name]), message, { hint })];
}

function minutes(ms: number): string {
  return `${Math.ceil(ms / 6000) / 10} minutes`;
}

function checkSubrequests(
  document: SourceDocument,
  plan: "free" | "paid",
  { environment }: CompiledEnvironment,
  trigger: Trigger,
  jobs: readonly ResolvedJob[],
): Diagnostic[] {
  const attempts = jobs.reduce((sum, { settings }) => sum + settings.retry.maxAttempts, 0);
  const webhooks = new Set(
    jobs.map(({ settings }) => settings.notify?.slack.webhook).filter((name) => name !== undefined),
  );
  const count = attempts + webhooks.size + (environment.analytics ? 1 : 0) + (environment.heartbeat ? 1 : 0);
  const limit = planLimits[plan].subrequests;
  if (count <= limit) return [];
  const message = `at worst trigger \`${trigger.cron}\` in ${environment.name} makes ${count} requests, and a tick of the ${plan} plan may make ${limit}`;
  const hint = "move some of the jobs to other minutes, or lower `retry.maxAttempts`";
  return [diagnostic("SCH402", spanOfKey(document, ["environments", environment.name]), message, { hint })];
}
