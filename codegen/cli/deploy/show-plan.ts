import { parseCron } from "../../../src/schedule/cron.ts";
import type { CompiledSchedules } from "../../compiled.ts";
import { describeCron } from "../../cron/describe-rule.ts";
import type { DeployedVersion, Deployment } from "../../deployed/deployment.ts";
import { shortCommit } from "../../deployed/words.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import { compileToRead } from "../../compile.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { comparePlans } from "../../plan/compare-plans.ts";
import { hasChanges } from "../../plan/plan.ts";
import { printPlanText } from "../../plan/print-plan-text.ts";
import { dirtyMark, knownCommit } from "../deployed-code.ts";
import { pausedSince } from "../paused-since.ts";
import type { Version } from "../plan-version.ts";
import { committedVersion } from "../plan-sides.ts";
import { colors, print } from "../report.ts";
import { say } from "./say.ts";

/** Says what the schedules will do that what is live does not: from the commit of its code, or else by triggers alone. */
export function showPlan(config: string, wanted: Wanted, after: CompiledSchedules, live: Deployment): void {
  const nowMinute = Math.floor(Date.now() / 60_000);
  const [version] = live.versions;
  const commit = knownCommit(config, version);
  const before = commit === null ? null : compileCommit(config, commit, nowMinute);
  if (commit === null || before === null) {
    say("Plan", `Only triggers can be compared: ${whyNot(version, commit)}.`);
    return printTriggers(wanted.crons, live.crons);
  }
  const plan = comparePlans(before.compiled, after, {
    nowMinute,
    only: wanted.environment,
    pausedSince: pausedSince({ before: before.compiled, after }, before.version),
  });
  const from = `what is live (${shortCommit(commit)})`;
  if (hasChanges(plan)) print(`\n${printPlanText(plan, { before: from, after: config }, colors)}\n`);
  else say("Plan", `The schedules do what those of ${from} do.`);
  const deployed = before.version.input?.present?.[wanted.environment] ?? [];
  if (deployed.join() === live.crons.join()) return;
  say("By hand", "Somebody changed triggers since that deploy. This one undoes it:");
  printTriggers(deployed, live.crons);
}

/** The schedules of a commit; null where they do not compile, or are not there. */
function compileCommit(
  config: string,
  commit: string,
  nowMinute: number,
): { readonly version: Version; readonly compiled: CompiledSchedules } | null {
  const version = committedVersion(config, { commit, label: shortCommit(commit) }, nowMinute);
  const result = version?.input ? compileToRead(version.input) : null;
  return version && result?.compiled && !hasErrors(result.diagnostics)
    ? { version, compiled: result.compiled }
    : null;
}

function whyNot({ tag }: DeployedVersion, commit: string | null): string {
  if (tag === null) return "no commit is noted with what is live";
  if (commit !== null) return `the schedules of ${shortCommit(commit)}, which are live, do not compile today`;
  return tag.endsWith(dirtyMark)
    ? `what is live is ${shortCommit(tag)} and changes that no commit has`
    : `what is live is of ${shortCommit(tag)}, which git does not know here`;
}

/** What goes and what comes, each on a line. */
function printTriggers(wanted: readonly string[], live: readonly string[]): void {
  const lines = [
    ...live
      .filter((cron) => !wanted.includes(cron))
      .map((cron) => `    ${colors.red("-")} ${cron}${cronWords(cron)}`),
    ...wanted
      .filter((cron) => !live.includes(cron))
      .map((cron) => `    ${colors.green("+")} ${cron}${cronWords(cron)}`),
  ];
  print(lines.length === 0 ? "    The triggers stay what they are." : lines.join("\n"));
}

/** Nothing where it is no expression that this parser knows: it was set by hand. */
function cronWords(cron: string): string {
  return parseCron(cron).ok ? `  ${colors.dim(describeCron(cron))}` : "";
}
