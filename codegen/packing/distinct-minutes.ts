import { printCron, type Cron } from "../../src/schedule/cron.ts";
import { bitsOf } from "../../src/schedule/bits.ts";
import { matchingDays } from "../../src/schedule/month-days.ts";
import { bitCount, MONTH_KINDS } from "./gregorian-cycle.ts";

/** Times of day: for each hour the minutes 0 to 31 and those from 32 on, as bits. */
type Times = Int32Array;

/** Expressions that fire on the same days, and when they fire on them. */
interface Group {
  readonly cron: Cron;
  readonly times: Times;
}

/**
 * The minutes of 400 years at which at least one of the expressions fires, each counted once. Days on
 * which the same groups of expressions fire have the same minutes, so these are counted once for all.
 */
export function countDistinctMinutes(crons: readonly Cron[]): number {
  const groups = groupByDays(crons);
  const counted = new Map<string, number>();
  let minutes = 0;
  for (const { month, firstWeekday, length, times } of MONTH_KINDS) {
    const daysOfGroups = groups.map(({ cron }) =>
      (cron.months >> month) & 1 ? matchingDays(cron, firstWeekday, length) : 0,
    );
    for (let day = 0; day < length; day++) {
      const active = groups.filter((_, index) => ((daysOfGroups[index] ?? 0) >> day) & 1);
      const key = daysOfGroups.map((days) => (days >> day) & 1).join("");
      const count = counted.get(key) ?? countTimes(active);
      counted.set(key, count);
      minutes += times * count;
    }
  }
  return minutes;
}

function groupByDays(crons: readonly Cron[]): Group[] {
  const groups = new Map<string, Group>();
  for (const cron of crons) {
    const days = printCron(cron).split(" ").slice(2).join(" ");
    const group = groups.get(days) ?? { cron, times: new Int32Array(48) };
    groups.set(days, group);
    addTimes(group.times, cron);
  }
  return [...groups.values()];
}

function addTimes(times: Times, { minutesLow, minutesHigh, hours }: Cron): void {
  for (const hour of bitsOf(hours)) {
    times[2 * hour] = (times[2 * hour] ?? 0) | minutesLow;
    times[2 * hour + 1] = (times[2 * hour + 1] ?? 0) | minutesHigh;
  }
}

function countTimes(groups: readonly Group[]): number {
  let minutes = 0;
  for (let index = 0; index < 48; index++) {
    minutes += bitCount(groups.reduce((union, { times }) => union | (times[index] ?? 0), 0));
  }
  return minutes;
}
