/**
 * The cron engine beside croner, cron-parser and cron-schedule, in one process: parse, and next in
 * UTC from scattered instants. Run it with `npx tsx bench/engine.ts`.
 */

import { CronDate, CronExpressionParser } from "cron-parser";
import { parseCronExpression } from "cron-schedule";
import { Cron as Croner } from "croner";
import { pathToFileURL } from "node:url";
import { nextAfter, parseCron, type Cron } from "../src/schedule/cron.ts";

/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly unit: "operations/s";
  /** Geometric mean over the ten expressions. */
  readonly ours: number;
  /** Library → its geometric mean, over the expressions that it knows. */
  readonly others: Readonly<Record<string, number>>;
  /** `ours` over the fastest library, both over the expressions that this library knows. */
  readonly ratio: number;
}

interface Library {
  readonly name: string;
  readonly parse: (text: string) => unknown;
  /** Gives what finds the first match after an instant, both epoch ms. */
  readonly finder: (text: string) => (afterMs: number) => number;
  /** What the library doesn't know, or silently reads as something else. */
  readonly leavesOut?: RegExp;
}

/** These mean the same to each library that knows them: weekdays are names. */
export const EXPRESSIONS = [
  "* * * * *",
  "*/5 * * * *",
  "6 2 * * *",
  "0 9 * * MON-FRI",
  "0 0 1 * *",
  "*/15 8-18 * JAN-JUN MON-FRI",
  "0 0 L * *",
  "0 12 * * MON#1",
  "0 18 * * FRIL",
  "0 0 29 2 *",
];
export const ROUNDS = 5;
const ROUND_MS = 20;
/** With a start given it doesn't ask the clock. */
const CRON_PARSER_OPTIONS = { tz: "UTC", currentDate: new Date(0) };
export const MINUTE_MS = 60_000;

const OURS: Library = {
  name: "ours",
  parse: parsed,
  finder: (text) => {
    const cron = parsed(text);
    return (afterMs) => (nextAfter(cron, Math.floor(afterMs / MINUTE_MS)) ?? NaN) * MINUTE_MS;
  },
};

/** Each used in the fastest way to UTC that it has. */
const LIBRARIES: readonly Library[] = [
  {
    name: "croner",
    parse: (text) => new Croner(text, { utcOffset: 0 }),
    finder: (text) => {
      const cron = new Croner(text, { utcOffset: 0 });
      return (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? NaN;
    },
  },
  {
    name: "cron-parser",
    parse: (text) => CronExpressionParser.parse(text, CRON_PARSER_OPTIONS),
    finder: (text) => {
      const cron = CronExpressionParser.parse(text, CRON_PARSER_OPTIONS);
      return (afterMs) => {
        cron.reset(new CronDate(new Date(afterMs), "UTC"));
        return cron.next().getTime();
      };
    },
    leavesOut: /FRIL/,
  },
  {
    // It knows only the host's zone, which `benchEngine` sets to UTC.
    name: "cron-schedule",
    parse: (text) => parseCronExpression(text),
    finder: (text) => {
      const cron = parseCronExpression(text);
      return (afterMs) => cron.getNextDate(new Date(afterMs)).getTime();
    },
    leavesOut: /[L#]/,
  },
];

/** Instants from 2020 to 2035, the same in each run (a linear congruential generator). */
export const INSTANTS = scatteredInstants(1024);

/** Measures parse and next; throws where a library's answer differs from ours, as the speeds would say nothing. */
export async function benchEngine(): Promise<Row[]> {
  process.env["TZ"] = "UTC";
  for (const library of LIBRARIES) assertSameAnswers(library);
  return [
    await measure("cron: parse", (library, text) => {
      return (count) => {
        for (let index = 0; index < count; index++) library.parse(text);
      };
    }),
    await measure("cron: next in UTC", (library, text) => {
      const next = library.finder(text);
      return (count) => {
        for (let index = 0; index < count; index++) next(INSTANTS[index % INSTANTS.length] ?? 0);
      };
    }),
  ];
}

type Prepare = (library: Library, text: string) => (count: number) => void;

/** Rounds are interleaved, so that a slow moment of the machine falls on all; the median of the rounds counts. */
async function measure(name: string, prepare: Prepare): Promise<Row> {
  const subjects = [OURS, ...LIBRARIES];
  const speeds = new Map(subjects.map((subject) => [subject, new Map<string, number[]>()]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [subject, byText] of speeds) {
      for (const text of known(subject)) {
        const speed = operationsPerSecond(prepare(subject, text));
        byText.set(text, [...(byText.get(text) ?? []), speed]);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const mean = (subject: Library, texts: readonly string[]) =>
    geometricMean(texts.map((text) => median(speeds.get(subject)?.get(text) ?? [])));
  const ratios = LIBRARIES.map((library) => mean(OURS, known(library)) / mean(library, known(library)));
  return {
    name,
    unit: "operations/s",
    ours: mean(OURS, EXPRESSIONS),
    others: Object.fromEntries(LIBRARIES.map((library) => [library.name, mean(library, known(library))])),
    ratio: Math.min(...ratios),
  };
}

export function operationsPerSecond(run: (count: number) => void): number {
  let count = 16;
  run(count);
  for (;;) {
    const startedAt = performance.now();
    run(count);
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs >= ROUND_MS) return (count / elapsedMs) * 1000;
    count *= elapsedMs < ROUND_MS / 8 ? 8 : 2;
  }
}

function assertSameAnswers(library: Library): void {
  for (const text of known(library)) {
    const [ours, theirs] = [OURS.finder(text), library.finder(text)];
    for (const instant of INSTANTS.slice(0, 64)) {
      if (ours(instant) === theirs(instant)) continue;
      const found = [ours(instant), theirs(instant)].map((ms) => new Date(ms).toISOString()).join(" and ");
      throw new Error(
        `${library.name} disagrees on ${text} after ${new Date(instant).toISOString()}: ${found}`,
      );
    }
  }
}

function known(library: Library): string[] {
  return EXPRESSIONS.filter((text) => !library.leavesOut?.test(text));
}

function parsed(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`${text}: ${result.errors[0]?.message}`);
  return result.cron;
}

function scatteredInstants(count: number): number[] {
  const [from, to] = [Date.UTC(2020, 0), Date.UTC(2035, 0)];
  let state = 20_261_123;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from));
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function printTable({ name, unit, ours, others, ratio }: Row): string {
  const lines = Object.entries({ ours, ...others }).map(([subject, speed]) => {
    return `  ${subject.padEnd(14)}${Math.round(speed).toLocaleString("en").padStart(12)}\n`;
  });
  return `${name}, ${unit}; ${ratio.toFixed(1)} times the fastest library\n${lines.join("")}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = await benchEngine();
  process.stdout.write(rows.map(printTable).join("\n"));
}
