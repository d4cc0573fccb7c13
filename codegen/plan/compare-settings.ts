import type { Almanac } from "../../src/job-map.ts";
import { dateText } from "../cron/describe-rule.ts";
import type { ResolvedJob } from "../resolved.ts";
import type { Words } from "./job-words.ts";
import type { SettingChange } from "./plan.ts";

/** What differs, in the order of the words; a side that does not exist has no words. */
export function compareWords(before: Words, after: Words): SettingChange[] {
  const names = new Set([...after.keys(), ...before.keys()]);
  return [...names]
    .map((setting) => ({
      setting,
      before: before.get(setting) ?? null,
      after: after.get(setting) ?? null,
    }))
    .filter((change) => change.before !== change.after);
}

/** Only these say something of a job that comes or goes; its other settings are read in the file. */
const toldOfNew: readonly string[] = ["schedule", "scheduled runs", "pause", "endpoint"];

export function toldWords(words: Words): Words {
  return new Map(
    [...words].filter(
      ([name, value]) => toldOfNew.includes(name) && !(name === "scheduled runs" && value === "on"),
    ),
  );
}

/** Calendars that both sides name, and whose dates differ. */
export function compareCalendars(
  before: ResolvedJob,
  after: ResolvedJob,
  datesBefore: Almanac["dates"],
  datesAfter: Almanac["dates"],
): SettingChange[] {
  const namesBefore = calendarsOf(before);
  return calendarsOf(after)
    .filter((name) => namesBefore.includes(name))
    .flatMap((name) => {
      const [old, now] = [datesBefore[name] ?? [], datesAfter[name] ?? []];
      const gone = old.filter((day) => !now.includes(day));
      const come = now.filter((day) => !old.includes(day));
      if (gone.length + come.length === 0) return [];
      return [{ setting: `calendar ${name}`, before: datesWords(old, gone), after: datesWords(now, come) }];
    });
}

/** `9 dates (with 2027-05-03)`: how many, and which of them the other side lacks. */
function datesWords(days: readonly number[], own: readonly number[]): string {
  const count = `${days.length} ${days.length === 1 ? "date" : "dates"}`;
  return own.length === 0 ? count : `${count} (with ${own.map(dateText).join(", ")})`;
}

function calendarsOf({ schedule }: ResolvedJob): string[] {
  return [...new Set(schedule.flatMap(({ except = [], only = [] }) => [...except, ...only]))];
}

/** The order in which jobs of one minute run, where those that both sides have stand in another one: the first two that changed places. */
export function compareOrder(before: readonly ResolvedJob[], after: readonly ResolvedJob[]): SettingChange[] {
  const keys = new Set(after.map(({ key }) => key));
  const old = before.map(({ key }) => key).filter((key) => keys.has(key));
  const shared = new Set(old);
  const now = after.map(({ key }) => key).filter((key) => shared.has(key));
  const place = now.findIndex((key, index) => key !== old[index]);
  const [first, other] = [now[place], old[place]];
  if (first === undefined || other === undefined) return [];
  return [
    { setting: "order in one minute", before: `${other}, then ${first}`, after: `${first}, then ${other}` },
  ];
}
