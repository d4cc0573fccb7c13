import type {
  AlertEvent,
  Auth,
  CatchUp,
  FilePause,
  Json,
  Notify,
  Overlap,
  ScheduleRule,
} from "../../src/job-map.ts";
import { dateTimeText, describeRule } from "../cron/describe-rule.ts";
import { joined } from "../cron/describe-times.ts";
import type { ResolvedJob } from "../resolved.ts";

const units = [
  [86_400_000, "day"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
  [1, "ms"],
] as const;

/** `30 s`, `2 min`, `6 min 3 s`: two units at most, what is less falls away. */
export function durationWords(ms: number): string {
  const first = units.findIndex(([unit]) => ms >= unit);
  if (first === -1) return "0 s";
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, name] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${name}${name === "day" && count > 1 ? "s" : ""}`);
  }
  return parts.join(" ");
}

/** A schedule in words; one that changes of the clocks touch says how, where that is not the usual way. */
export function scheduleWords(rules: readonly ScheduleRule[]): string {
  if (rules.length === 0) return "only by hand";
  return rules.map((rule) => [describeRule(rule), ...dstWords(rule)].join(", ")).join("; ");
}

function dstWords({ gap, repeat }: ScheduleRule): string[] {
  return [
    ...(gap === "skip" ? ["left out where the clocks skip its time"] : []),
    ...(repeat === "last" ? ["the second time where the clocks show its time twice"] : []),
    ...(repeat === "both" ? ["both times where the clocks show its time twice"] : []),
  ];
}

/** null where a pause is over, as where there is none. */
export function pauseWords(pause: FilePause | null, nowMinute: number): string | null {
  if (!pause || (pause.untilMinute ?? Infinity) <= nowMinute) return null;
  const end = pause.untilMinute === undefined ? "" : ` until ${dateTimeText(pause.untilMinute)} UTC`;
  return `paused${end} (${pause.reason})`;
}

/** More than these are counted: each of many jobs would name others. */
const maxMates = 4;

const heldWords: Readonly<Record<Overlap, string>> = {
  skip: "is skipped",
  wait: "waits",
  allow: "goes on beside it",
};

/** `db, shared with sync: its run that is due meanwhile is skipped`; null: its own, and nobody else's. */
export function lockWords(
  { key, lock, settings }: Pick<ResolvedJob, "key" | "lock" | "settings">,
  mates: readonly string[],
): string | null {
  if (mates.length === 0) return lock === key ? null : lock;
  const others = mates.length > maxMates ? `${mates.length} other jobs` : joined(mates);
  return `${lock}, shared with ${others}: a run that is due while it is held ${heldWords[settings.overlap]}`;
}

export function catchUpWords(catchUp: CatchUp | null): string {
  if (!catchUp) return "nothing is made up";
  return `${catchUp.runs === "all" ? "all runs" : "the latest run"} within ${durationWords(catchUp.withinMs)}`;
}

const eventWords: Readonly<Record<AlertEvent, string>> = {
  failure: "failures",
  recovery: "recoveries",
  missed: "missed runs",
  success: "successes",
};

export function notifyWords(notify: Notify | null): string {
  if (!notify) return "nobody";
  const { events, after, remindEveryMs, mention, webhook } = notify.slack;
  return [
    `Slack (${webhook}) of ${joined(events.map((event) => eventWords[event]))}`,
    ...(after > 1 ? [`from ${after} failures in a row`] : []),
    `again every ${durationWords(remindEveryMs)}`,
    ...(mention === undefined ? [] : [`to ${mention}`]),
  ].join(", ");
}

export function tokenWords({ bearer }: Auth): string {
  return bearer === null ? "no token" : `the secret ${bearer}`;
}

export function signatureWords({ hmac }: Auth): string | null {
  return hmac === undefined ? null : `signed with the secret ${hmac}`;
}

export function jsonWords(value: Json | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
