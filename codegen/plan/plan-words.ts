import { dayOf } from "../preview/days.ts";
import { counted } from "../preview/collisions.ts";
import { thousands } from "../text/thousands.ts";
import type {
  AccountPlan,
  Change,
  EnvironmentPlan,
  FirstDifference,
  Plan,
  RunsPlan,
  SettingChange,
} from "./plan.ts";
import { namesWords } from "./names.ts";
import { hasChanges } from "./plan.ts";
import { clockWords, dateWords, instantWords, shiftWords } from "./time-words.ts";

/** What is compared, as a reader knows it: `origin/main (91e67cd)`, `the working tree`. */
export interface PlanLabels {
  readonly before: string;
  readonly after: string;
}

const changeWords: Readonly<Record<Change, readonly [one: string, several: string]>> = {
  changed: ["changes", "change"],
  added: ["is added", "are added"],
  removed: ["is removed", "are removed"],
};

/** `2 jobs change, 1 is added`: a job counts once, in however many environments. */
export function headline(plan: Plan): string {
  const jobs = plan.environments.flatMap((each) => each.jobs);
  const kinds = Map.groupBy(jobs, ({ key }) => key);
  const changes = [...kinds.values()].map((group) => {
    const [first] = group;
    return first && group.every(({ change }) => change === first.change) ? first.change : "changed";
  });
  const parts = (["changed", "added", "removed"] as const).flatMap((change) => {
    const count = changes.filter((each) => each === change).length;
    return count === 0 ? [] : [{ count, words: changeWords[change][count === 1 ? 0 : 1] }];
  });
  if (parts.length === 0)
    return hasChanges(plan) ? "no job changes, only what is around them" : "nothing changes";
  return parts
    .map(({ count, words }, index) => `${index === 0 ? counted(count, "job") : thousands(count)} ${words}`)
    .join(", ");
}

/** In which months runs are counted. */
export function stretchWords({ fromMinute, untilMinute }: Plan): string {
  return `${dateWords(fromMinute)} to ${dateWords(untilMinute - 1)}`;
}

/** A schedule is shown whole: what is cut off would be what changes. Others are as long as a reader can take. */
const maxScheduleLength = 1000;

/** How long a value may be, in characters. */
export function maxLengthOf(setting: string, ofOthers: number): number {
  return setting === "schedule" ? maxScheduleLength : ofOthers;
}

export function settingWords({ before, after }: SettingChange, change: Change = "changed"): string {
  if (change !== "changed") return after ?? before ?? "none";
  return `${before ?? "none"} → ${after ?? "none"}`;
}

/** `288 → 144 a day: 57,024 lost`; what is less than one a day is counted over the whole stretch. */
export function runsWords(runs: RunsPlan, plan: Plan, change: Change): string {
  const { before, after, lost, gained, moved, shift } = runs;
  const days = dayOf(plan.untilMinute) - dayOf(plan.fromMinute);
  // Less than one a day is told by the whole stretch, and so is what a figure for a day would round away.
  const isFine = before !== after && Math.abs(before - after) < days / 10;
  const isDaily = !isFine && [before, after].every((count) => count === 0 || count >= days);
  const rate = (count: number) =>
    isDaily ? Number((count / days).toFixed(1)).toLocaleString("en") : thousands(count);
  const unit = isDaily ? "a day" : "in 13 months";
  if (lost + gained + moved === 0) return before === 0 ? "none in 13 months" : "the same as before";
  const parts = [
    ...(lost > 0 ? [`${thousands(lost)} lost`] : []),
    ...(gained > 0 ? [`${thousands(gained)} gained`] : []),
    ...(moved > 0 && shift ? [`${thousands(moved)} moved (${shiftWords(shift)})`] : []),
  ];
  const rates =
    before === after ? `${rate(after)} ${unit} as before` : `${rate(before)} → ${rate(after)} ${unit}`;
  // Of a job that comes or goes, all runs do.
  if (change !== "changed") return rates;
  return `${rates}: ${parts.join(", ")}${isDaily ? " in 13 months" : ""}`;
}

/** `the run of Thu 26 Nov 2026 02:06 UTC is at 03:06 UTC`, each on the clock of its version. */
export function firstWords({ from, to, firstNew }: FirstDifference): string {
  if (!from) return to ? `a new run on ${instantWords(to)}` : "";
  const other = to ?? firstNew;
  const otherWords = other && (dayOf(from.minute) === dayOf(other.minute) ? clockWords : instantWords)(other);
  if (to) return `the run of ${instantWords(from)} is at ${otherWords}`;
  return `the run of ${instantWords(from)} falls away${other ? `; the first new one is at ${otherWords}` : ""}`;
}

/** `9 of the account's 250 cron triggers, 301 → 157 wakes a day, 0 of them spare …`; and until when that is not so. */
export function accountWords({ triggers, left, wakesPerDay, spareWakesPerDay }: AccountPlan): string {
  const words = [
    `${fromTo(triggers)} of the account's ${triggers.budget} cron triggers`,
    `${fromTo(wakesPerDay)} wakes a day`,
    `${fromTo(spareWakesPerDay)} of them spare (nothing is due then)`,
  ].join(", ");
  if (left.triggers === 0) return `${words}.`;
  const [worker, are] = left.workers.length === 1 ? ["Worker", "is"] : ["Workers", "are"];
  return (
    `${words}. That holds once the old ${worker} ${namesWords(left.workers)} ${are} deleted; until then there are ` +
    `${thousands(triggers.after + left.triggers)} triggers.`
  );
}

/** `5 → 6 triggers, 0 spare wakes a day`, of an environment. */
export function triggersWords({ change, triggers }: Pick<EnvironmentPlan, "change" | "triggers">): string {
  const unit = Math.max(triggers.before, triggers.after) === 1 ? "trigger" : "triggers";
  const when = change === "removed" ? " once its Worker is deleted" : "";
  return `${fromTo(triggers)} ${unit}${when}, ${fromTo(triggers.spareWakesPerDay)} spare wakes a day`;
}

export function fromTo({ before, after }: { readonly before: number; readonly after: number }): string {
  const [old, now] = [before, after].map((value) => Number(value.toFixed(1)).toLocaleString("en"));
  return old === now ? String(now) : `${old} → ${now}`;
}

/** `paused since Thu 22 Oct 2026, for 34 days`. */
export function pausedWords(sinceMinute: number, { fromMinute }: Plan): string {
  return `since ${dateWords(sinceMinute)}, for ${counted(Math.max(0, dayOf(fromMinute) - dayOf(sinceMinute)), "day")}`;
}
