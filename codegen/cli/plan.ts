import type { Plan } from "../plan/plan.ts";
import { hasChanges } from "../plan/plan.ts";
import { comparePlans } from "../plan/compare-plans.ts";
import type { PlanLabels } from "../plan/plan-words.ts";
import { pausedSince } from "./paused-since.ts";
import { compileVersion, isSameInput } from "./plan-version.ts";
import { environmentSides, fileSides, revisionSides } from "./plan-sides.ts";
import type { Sides } from "./plan-sides.ts";
import { colors, print } from "./report.ts";
import { startMinute } from "./start-minute.ts";
import { UsageError } from "./usage-error.ts";

export interface PlanOptions {
  readonly config: string;
  readonly base?: string;
  /** Only this environment. */
  readonly env?: string;
  /** Another environment, with which `env` is compared. */
  readonly against?: string;
  /** A date from which runs are counted; now if left out. */
  readonly from?: string;
  readonly format: "text" | "markdown" | "json";
  readonly exitCode?: boolean;
}

/** How a comparison ended: it could not be made, nothing differs, something does. */
export type PlanEnd = "problems" | "same" | "different";

/** `plan`: prints what one version of the schedules does that another does not. */
export async function plan(files: readonly string[], options: PlanOptions): Promise<PlanEnd> {
  const nowMinute = startMinute(options.from, Math.floor(Date.now() / 60_000));
  const sides = sidesOf(files, options, nowMinute);
  const after = await compileVersion(sides.after);
  const before =
    sides.before && (isSameInput(sides.before, sides.after) ? after : await compileVersion(sides.before));
  if (before === undefined || after === undefined) return "problems";
  const chosen = sides.choose({ before, after });
  const compared = comparePlans(chosen.before, chosen.after, {
    nowMinute,
    kind: sides.kind,
    only: options.env,
    pausedSince: pausedSince(chosen, sides.before),
  });
  print(await printed(compared, sides.labels, options.format));
  return hasChanges(compared) ? "different" : "same";
}

function sidesOf(files: readonly string[], options: PlanOptions, nowMinute: number): Sides {
  const { config, base, env, against } = options;
  const [before, after] = files;
  if (files.length !== 0 && files.length !== 2) {
    // npm keeps `--format` of `npm run plan --format json`, and hands its value on.
    const orOption =
      files.length === 1 ? ` If \`${before}\` belongs to an option, write \`--\` before that.` : "";
    throw new UsageError(
      `Two files are needed, the old one and the new one: npm run plan -- old.yaml new.yaml${orOption && `.${orOption}`}`,
    );
  }
  if ([before, base, against].filter((each) => each !== undefined).length > 1)
    throw new UsageError(
      "Two files, --base and --against each say what to compare with: leave all but one out.",
    );
  if (before !== undefined && after !== undefined) return fileSides(before, after, env, nowMinute);
  if (against === undefined) return revisionSides(config, base, env, nowMinute);
  if (env === undefined)
    throw new UsageError(
      `--against needs the environment that is compared with it: --env NAME --against ${against}`,
    );
  return environmentSides(config, against, env, nowMinute);
}

async function printed(compared: Plan, labels: PlanLabels, format: PlanOptions["format"]): Promise<string> {
  switch (format) {
    case "text":
      return (await import("../plan/print-plan-text.ts")).printPlanText(compared, labels, colors);
    case "markdown":
      return (await import("../plan/print-plan-markdown.ts")).printPlanMarkdown(compared, labels);
    case "json":
      return (await import("../plan/print-plan-json.ts")).printPlanJson(compared, labels);
  }
}
