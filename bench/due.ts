/** How many due-checks a second the Worker makes, by what a rule asks. Run it alone with `npx tsx bench/due.ts`. */
import { pathToFileURL } from "node:url";
import { readZone } from "../codegen/zones/read-zone.ts";
import type { Almanac, ScheduleRule } from "../src/job-map.ts";
import { epochDayOf, MINUTES_PER_DAY } from "../src/schedule/civil.ts";
import { isDue } from "../src/schedule/due.ts";
import { median, printSection, type Section } from "./section.ts";

const ROUNDS = 7;
const CHECKS = 500_000;
const ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
const JANUARY = epochDayOf(2027, 1, 1);

const almanac: Almanac = {
  zones: Object.fromEntries(ZONES.map((name) => [name, readZone(name)])),
  dates: { holidays: Array.from({ length: 50 }, (_, index) => JANUARY + 30 * index) },
};

/** Each rule is asked at every minute in turn, so most answers are no, as in a Worker with many jobs. */
const cases: readonly { name: string; rules: readonly ScheduleRule[]; from: number }[] = [
  { name: "UTC, every 5 minutes", rules: [{ cron: "*/5 * * * *" }], from: JANUARY },
  { name: "UTC, 09:00 on weekdays", rules: [{ cron: "0 9 * * MON-FRI" }], from: JANUARY },
  { name: "in four zones, every 5 minutes", rules: inZones("*/5 * * * *"), from: JANUARY },
  { name: "in four zones, 09:00 on weekdays", rules: inZones("0 9 * * MON-FRI"), from: JANUARY },
  {
    name: "in four zones, within a window and not on holidays",
    rules: inZones("*/5 * * * *").map((rule) => ({ ...rule, fromDay: JANUARY, except: ["holidays"] })),
    from: JANUARY,
  },
  {
    name: "in four zones, the days on which London's clocks change",
    rules: inZones("*/5 * * * *"),
    from: epochDayOf(2027, 3, 27),
  },
];

export function benchDue(): Section {
  const rows = cases.map(({ name, rules, from }) => {
    const each = rules.map((rule) => [rule]);
    const speeds = Array.from({ length: ROUNDS + 1 }, () => checksPerSecond(each, from * MINUTES_PER_DAY));
    const speed = median(speeds.slice(1));
    return [name, Math.round(speed).toLocaleString("en"), `${((10_000 / speed) * 1000).toFixed(2)} ms`];
  });
  return {
    title: "Whether a schedule is due, checks a second (medians of rounds in one process)",
    head: ["schedule", "checks a second", "10,000 jobs at one wake"],
    rows,
  };
}

function checksPerSecond(schedules: readonly (readonly ScheduleRule[])[], from: number): number {
  let due = 0;
  const startedAt = performance.now();
  for (let index = 0; index < CHECKS; index++) {
    const rules = schedules[index % schedules.length] ?? [];
    // Three days of minutes, again and again: around the change where there is one.
    if (isDue(rules, from + (index % (3 * MINUTES_PER_DAY)), almanac)) due++;
  }
  const elapsedMs = performance.now() - startedAt;
  if (due === 0) throw new Error("nothing was due: the speeds would say nothing");
  return (CHECKS / elapsedMs) * 1000;
}

function inZones(cron: string): ScheduleRule[] {
  return ZONES.map((zone) => ({ cron, zone }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(printSection(benchDue()));
}
