/** How long the proof before writing takes. Run it alone with `npx tsx bench/proof.ts`. */
import { pathToFileURL } from "node:url";
import { proveTriggers, type ProvedEnvironment } from "../codegen/proof/prove-triggers.ts";
import { readZone } from "../codegen/zones/read-zone.ts";
import { epochDayOf, MINUTES_PER_DAY } from "../src/schedule/civil.ts";
import { median, printSection, type Section } from "./section.ts";

const ROUNDS = 3;
const ZONE = "Europe/London";
const FROM = epochDayOf(2026, 11, 23) * MINUTES_PER_DAY;
const DAYS = ["* * *", "* * MON-FRI", "* * SUN", "1,15 * *", "L * *", "* * MON#1", "* 1-6 *"];

const cases = [
  { jobs: 300, schedules: 300, isPacked: false },
  { jobs: 300, schedules: 300, isPacked: true },
  { jobs: 10_000, schedules: 300, isPacked: true },
  { jobs: 1_000, schedules: 1_000, isPacked: false },
  { jobs: 1_000, schedules: 1_000, isPacked: true },
] as const;

/** Takes some seconds. */
export function benchProof(): Section {
  const rows = cases.map(({ jobs, schedules, isPacked }) => {
    const environment = environmentOf(jobs, schedules, isPacked);
    const times = Array.from({ length: ROUNDS }, () => {
      const startedAt = performance.now();
      const failures = proveTriggers([environment], FROM);
      if (failures.length > 0) throw new Error(`${failures[0]?.job}: the proof fails, its time says nothing`);
      return performance.now() - startedAt;
    });
    const triggers = isPacked ? "one, every minute" : `${environment.triggers.length}`;
    return [
      jobs.toLocaleString("en"),
      schedules.toLocaleString("en"),
      triggers,
      `${median(times).toFixed(0)} ms`,
    ];
  });
  return {
    title: `The proof over 13 months, schedules in ${ZONE} (medians of ${ROUNDS} rounds in one process)`,
    head: ["jobs", "schedules", "triggers", "time"],
    rows,
  };
}

/** Every third schedule is an interval within some hours, the others are times of the day. Their windows tell them apart. */
function environmentOf(jobs: number, schedules: number, isPacked: boolean): ProvedEnvironment {
  const zone = readZone(ZONE);
  const context = { zone, dst: { gap: "shift", repeat: "first" }, dates: () => [] } as const;
  const distinct = Array.from({ length: schedules }, (_, index) => {
    const days = DAYS[index % DAYS.length] ?? "";
    const hour = 1 + (index % 19);
    const isInterval = index % 3 === 0;
    const times = isInterval
      ? [`*/${5 + (index % 10)}`, `${hour}-${hour + 4}`]
      : [`${index % 60}`, `${hour}`];
    const [minuteField = "", hourField = ""] = times;
    const cron = `${minuteField} ${hourField} ${days}`;
    const fromDay = FROM / MINUTES_PER_DAY - index;
    const from = new Date(fromDay * 86_400_000).toISOString().slice(0, 10);
    return {
      schedules: [{ schedule: { cron, from }, context }],
      rules: [{ cron, zone: ZONE, fromDay, ...(isInterval && { isInterval: true as const }) }],
      // London's summer begins an hour earlier.
      wake: `${minuteField} ${hour - 1}-${hour + (isInterval ? 4 : 0)} ${days}`,
    };
  });
  const named = Array.from({ length: jobs }, (_, index) => ({
    key: `job${index}`,
    index: index % schedules,
  }));
  const byWake = Map.groupBy(named, ({ index }) => (isPacked ? "* * * * *" : (distinct[index]?.wake ?? "")));
  return {
    name: "production",
    jobs: named.map(({ key, index }) => ({ key, schedules: [], rules: [], ...distinct[index] })),
    triggers: Array.from(byWake, ([cron, woken]) => ({ cron, jobs: woken.map(({ key }) => key) })),
    almanac: { zones: { [ZONE]: zone }, dates: {} },
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(printSection(benchProof()));
}
