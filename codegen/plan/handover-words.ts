import { namesWords } from "./names.ts";
import type { EnvironmentPlan, Plan } from "./plan.ts";

/** What happens in the half hour after a deploy, in sentences: in general, and by environment. */
export interface Handover {
  readonly general: readonly string[];
  readonly environments: readonly string[];
}

/** null where the triggers and the schedules stay, or nothing is deployed in the place of anything. */
export function handoverWords(plan: Plan): Handover | null {
  const deployed =
    plan.kind === "versions" ? plan.environments.filter(({ change }) => change === "changed") : [];
  const environments = deployed.flatMap(environmentWords);
  if (environments.length === 0) return null;
  const swaps = deployed.some(({ triggers }) => triggers.added.length + triggers.removed.length > 0);
  const general = swaps
    ? [
        "Cloudflare may go on sending the old triggers for up to half an hour, and the new ones come within it. Whichever wakes " +
          "it, the Worker runs what the new schedules say for that minute, and nothing else.",
      ]
    : [];
  return { general, environments };
}

function environmentWords({ name, jobs, triggers }: EnvironmentPlan): string[] {
  const anew = jobs.filter(({ beginsAnew }) => beginsAnew).map(({ key }) => key);
  const idle = triggers.removed.length > 0 && triggers.added.length === 0;
  return [
    ...(triggers.waiting.length > 0
      ? [
          `${name}: no old trigger wakes the Worker for new runs of ${namesWords(triggers.waiting)}. Until the new triggers come, ` +
            "the ledger starts what can be made up, about two minutes late.",
        ]
      : triggers.added.length > 0
        ? [`${name}: the old triggers wake the Worker for every new run too, so none waits for the new ones.`]
        : idle
          ? [
              `${name}: what the old triggers still bring and no schedule names wakes the Worker, and runs nothing.`,
            ]
          : []),
    ...(anew.length > 0
      ? [
          `${name}: the ledger begins anew with ${namesWords(anew)}. Nothing from before the deploy is made up, and for 30 minutes ` +
            "nobody is told of a missed run.",
        ]
      : []),
  ];
}
