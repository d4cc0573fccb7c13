import type { Colors } from "picocolors/types.js";
import type { CompiledEnvironment, CompiledSchedules } from "../compiled.ts";
import { describeCron } from "../cron/describe-rule.ts";

/** More rows and names than these say no more to a reader. */
const maxTriggers = 20;
const maxJobs = 4;

/** What came out, to read: each environment's triggers and the jobs that they wake, the budget, the files. */
export function summarize(
  { resolved, environments }: CompiledSchedules,
  files: readonly { name: string; written: boolean }[],
  colors: Colors,
): string {
  const shown = environments.flatMap(({ triggers }) => triggers.slice(0, maxTriggers));
  const widths = [
    Math.max(0, ...shown.map(({ cron }) => cron.length)),
    Math.max(0, ...shown.map(({ cron }) => describeCron(cron).length)),
  ] as const;
  const used = environments.reduce((sum, { triggers }) => sum + triggers.length, 0);
  const fileWidth = Math.max(0, ...files.map(({ name }) => name.length));
  return [
    ...environments.map((each) => environmentText(each, widths, colors)),
    `${used} of the account's ${resolved.account.cronTriggers} cron triggers are used (plan: ${resolved.account.plan}). Times are UTC.`,
    ...files.map(
      ({ name, written }) =>
        `  ${name.padEnd(fileWidth)}  ${written ? colors.green("written") : colors.dim("unchanged")}`,
    ),
  ].join("\n");
}

function environmentText(
  { environment, triggers }: CompiledEnvironment,
  [cronWidth, wordsWidth]: readonly [number, number],
  colors: Colors,
): string {
  const { name, worker, backend } = environment;
  const rows = triggers
    .slice(0, maxTriggers)
    .map(
      ({ cron, jobs }) =>
        `  ${cron.padEnd(cronWidth)}  ${colors.dim(describeCron(cron).padEnd(wordsWidth))}  ${names(jobs)}`,
    );
  const more = triggers.length - rows.length;
  return [
    `${colors.bold(name)} ${colors.dim(`${worker} → ${backend}`)}`,
    ...(rows.length === 0 ? ["  no triggers: its jobs only run by hand"] : rows),
    ...(more > 0 ? [`  and ${more} more triggers`] : []),
    "",
  ].join("\n");
}

function names(jobs: readonly string[]): string {
  const more = jobs.length - maxJobs;
  return `${jobs.slice(0, maxJobs).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
