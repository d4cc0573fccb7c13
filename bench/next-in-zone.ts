/**
 * The next run in a zone with daylight saving, beside croner and cron-parser, in one process, from the instants of
 * bench/engine.ts. Run it alone with `npx tsx bench/next-in-zone.ts`.
 */
import { CronDate, CronExpressionParser } from "cron-parser";
import { Cron as Croner } from "croner";
import { pathToFileURL } from "node:url";
import { readZone } from "../codegen/zones/read-zone.ts";
import type { Almanac, ScheduleRule } from "../src/job-map.ts";
import { MINUTES_PER_DAY } from "../src/schedule/civil.ts";
import { nextDue } from "../src/schedule/next-due.ts";
import { EXPRESSIONS, geometricMean, INSTANTS, MINUTE_MS, operationsPerSecond, ROUNDS } from "./engine.ts";
import { median, printSection, type Section } from "./section.ts";

interface Library {
  readonly name: string;
  /** Gives what finds the first run after an instant, both epoch ms. */
  readonly finder: (text: string) => (afterMs: number) => number;
  /** What the library doesn't know. */
  readonly leavesOut?: RegExp;
}

const ZONE = "America/New_York";
const almanac: Almanac = { zones: { [ZONE]: readZone(ZONE) }, dates: {} };
/** From the first year whose offsets are compiled. */
const instants = INSTANTS.filter((instant) => instant >= Date.UTC(2025, 0, 2));

const OURS: Library = {
  name: "ours",
  finder: (text) => {
    const rules = [ruleOf(text)];
    return (afterMs) => (nextDue(rules, Math.floor(afterMs / MINUTE_MS), almanac) ?? NaN) * MINUTE_MS;
  },
};

const LIBRARIES: readonly Library[] = [
  {
    name: "croner",
    finder: (text) => {
      const cron = new Croner(text, { timezone: ZONE });
      return (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? NaN;
    },
  },
  {
    name: "cron-parser",
    finder: (text) => {
      const cron = CronExpressionParser.parse(text, { tz: ZONE, currentDate: new Date(0) });
      return (afterMs) => {
        cron.reset(new CronDate(new Date(afterMs), ZONE));
        return cron.next().getTime();
      };
    },
    leavesOut: /FRIL/,
  },
];

/** Throws where a library's answer differs from ours away from changes of the clocks: the speeds would say nothing. */
export function benchNextInZone(): Section {
  for (const library of LIBRARIES) assertSameAnswers(library);
  const subjects = [OURS, ...LIBRARIES];
  const rows = EXPRESSIONS.map((text) => [text, ...speedsOf(subjects, text)] as const);
  const means = subjects.map((_, index) => {
    return geometricMean(rows.map((row) => Number(row[index + 1])).filter((speed) => !Number.isNaN(speed)));
  });
  const all = [...rows, ["geometric mean", ...means] as const];
  return {
    title: `Next run in ${ZONE}, operations a second (medians of rounds in one process)`,
    head: ["expression", ...subjects.map(({ name }) => name), "ahead of the fastest"],
    rows: all.map(([text, ours = NaN, ...theirs]) => [
      text,
      ...[ours, ...theirs].map((speed) =>
        Number.isNaN(speed) ? "unknown to it" : Math.round(speed).toLocaleString("en"),
      ),
      `${(ours / Math.max(...theirs.filter((speed) => !Number.isNaN(speed)))).toFixed(1)} ×`,
    ]),
  };
}

/** NaN for a library that does not know the expression. Rounds are interleaved, so that a slow moment falls on all. */
function speedsOf(subjects: readonly Library[], text: string): number[] {
  const speeds = subjects.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { finder, leavesOut }] of subjects.entries()) {
      if (leavesOut?.test(text)) continue;
      const next = finder(text);
      const speed = operationsPerSecond((count) => {
        for (let call = 0; call < count; call++) next(instants[call % instants.length] ?? 0);
      });
      speeds[index]?.push(speed);
    }
  }
  return speeds.map(median);
}

function assertSameAnswers({ name, finder, leavesOut }: Library): void {
  for (const text of EXPRESSIONS.filter((each) => !leavesOut?.test(each))) {
    const [ours, theirs] = [OURS.finder(text), finder(text)];
    const asked = instants.slice(0, 100).filter((instant) => isFarFromChanges(instant));
    if (asked.length < 50) throw new Error("too few instants lie away from changes of the clocks");
    for (const instant of asked) {
      if (ours(instant) === theirs(instant) || !isFarFromChanges(ours(instant))) continue;
      const found = [ours(instant), theirs(instant)].map((ms) => new Date(ms).toISOString()).join(" and ");
      throw new Error(`${name} disagrees on ${text} after ${new Date(instant).toISOString()}: ${found}`);
    }
  }
}

function isFarFromChanges(ms: number): boolean {
  const minute = ms / MINUTE_MS;
  return almanac.zones[ZONE]?.changes.every(([at]) => Math.abs(minute - at) > 2 * MINUTES_PER_DAY) ?? false;
}

/** As the compiler has it: what repeats in every hour is an interval. */
function ruleOf(cron: string): ScheduleRule {
  return { cron, zone: ZONE, ...(/^\S+ \* /.test(cron) ? { isInterval: true } : {}) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(printSection(benchNextInZone()));
}
