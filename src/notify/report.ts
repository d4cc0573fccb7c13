import type { KnownInvocation } from "../invocation.ts";
import type { RunResult } from "../run.ts";
import { sendAnalytics } from "./analytics.ts";
import { sendSlackAlerts } from "./slack.ts";

/** Tells every sink what became of the runs, all sinks at once. Never throws. */
export async function report(results: readonly RunResult[], invocation: KnownInvocation): Promise<void> {
  if (results.length === 0) return;
  await Promise.all([sendSlackAlerts(results, invocation), sendAnalytics(results, invocation)]);
}
