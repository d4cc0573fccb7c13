import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronOf, macroCron, normalizeCron } from "../../../codegen/cron/normalize-cron.ts";
import { convertCron } from "../../../codegen/import/convert-cron.ts";
import type { Scheduler } from "../../../codegen/import/found.ts";
import { matches, nextAfter, parseCron } from "../../../src/schedule/cron.ts";
import { crontabMinutes } from "./support/crontab-minutes.ts";

const firstDay = Date.UTC(2027, 0, 1) / 86_400_000;
const dayCount = 366;

/** The minutes at which what was printed runs. */
function importedMinutes(expression: string, scheduler: Scheduler): number[] {
  const crons = convertCron(expression, scheduler).schedules.map((schedule) => {
    if (schedule === "manual" || "every" in schedule) throw new Error(`\`${expression}\` is no cron`);
    return cronOf(normalizeCron(schedule.cron));
  });
  const found = new Set<number>();
  const end = (firstDay + dayCount) * 1440;
  for (const cron of crons) {
    let minute = nextAfter(cron, firstDay * 1440 - 1);
    while (minute !== null && minute < end) {
      found.add(minute);
      minute = nextAfter(cron, minute);
    }
  }
  return [...found].toSorted((a, b) => a - b);
}

/** A field as crontab takes it. */
function crontabField(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map((ends) => ends.toSorted((a, b) => a - b).join("-"));
  const stepped = fc
    .tuple(fc.oneof(fc.constant("*"), range), fc.integer({ min: 1, max: max - min }))
    .map((parts) => parts.join("/"));
  const item = fc.oneof(value.map(String), range, stepped);
  return fc.oneof(
    fc.constant("*"),
    item,
    fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => items.join(",")),
  );
}

/** What comes out, in short: the schedules, and how many remarks ask for a decision. */
function row(
  expression: string,
  scheduler: Scheduler,
): { readonly schedules: readonly string[]; readonly checks: number } {
  const { schedules, remarks } = convertCron(expression, scheduler);
  return {
    schedules: schedules.map((each) =>
      each === "manual" ? each : "cron" in each ? each.cron : `every ${each.every}`,
    ),
    checks: remarks.filter(({ check }) => check).length,
  };
}

describe("what is imported runs when its scheduler would run it", () => {
  it.each([
    "0 9 * * 1-5",
    "0 0 * * 0-7",
    "0 0 * * 5-7",
    "0 0 * * 7",
    "0 0 * * 0",
    "0 0 * * */2",
    "0 0 * * 1-5/2",
    "0 0 * * 0-7/2",
    "0 0 * * 3,4,5,6",
    "0 0 * * mon,Wed-FRI",
    "0 0 1-7 * 6",
    "0 0 1,15 * 1-7",
    "0 0 1-31 * 1",
    "17 3 */1 * 2",
    "*/45 */7 * jan-mar *",
    "0-59/20 8-18 * 2,11 1-5",
    "57 0 * * 0",
    "0 0 29 2 *",
    "0 0 31 4 0",
  ])("crontab %s", (expression) => {
    const want = crontabMinutes(expression, firstDay, dayCount);
    if (want.length > 0) expect(importedMinutes(expression, "crontab")).toEqual(want);
    else expect(convertCron(expression, "crontab").schedules.length).toBe(1);
  });

  it.each(["0 0 */2 * 1", "0 0 */1 * 1", "0 0 5 * *", "0 0 * * */3"])("Kubernetes %s", (expression) => {
    const want = crontabMinutes(expression, firstDay, dayCount, (field) => /^\*(\/1)?$/.test(field));
    expect(importedMinutes(expression, "kubernetes")).toEqual(want);
  });

  const expressions = fc
    .tuple(
      fc.integer({ min: 0, max: 59 }).map(String),
      fc.integer({ min: 0, max: 23 }).map(String),
      crontabField(1, 31),
      crontabField(1, 12),
      crontabField(0, 7),
    )
    .map((fields) => fields.join(" "));

  it("or says that it can't be said: any crontab", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const { schedules, remarks } = convertCron(expression, "crontab");
        const want = crontabMinutes(expression, firstDay, dayCount);
        if (schedules.length === 0) return remarks.some(({ check }) => check);
        if (schedules.includes("manual")) return want.length === 0;
        expect(importedMinutes(expression, "crontab")).toEqual(want);
        return true;
      }),
      { numRuns: 300 },
    );
  });

  interface Vector {
    readonly expr: string;
    readonly ok: boolean;
    readonly from: string;
    readonly contains: boolean;
    readonly quirks?: unknown;
  }
  const { cases } = JSON.parse(readFileSync("test/fixtures/cron/cloudflare-cron.json", "utf8")) as {
    cases: Vector[];
  };

  it("as Cloudflare's own parser has it", () => {
    let said = 0;
    for (const { expr, ok, from, contains, quirks } of cases) {
      if (!ok || quirks !== undefined || !parseCron(expr).ok) continue;
      const { schedules } = convertCron(expr, "cloudflare");
      const crons = schedules.flatMap((schedule) =>
        schedule === "manual" || "every" in schedule ? [] : [cronOf(normalizeCron(schedule.cron))],
      );
      if (crons.length === 0) continue;
      said += 1;
      const minute = Math.floor(Date.parse(from) / 60_000);
      expect([expr, crons.some((cron) => matches(cron, minute))]).toEqual([expr, contains]);
    }
    expect(said).toBeGreaterThan(500);
  });
});

describe("what it says of an expression", () => {
  it.each<[string, Scheduler, readonly string[], number]>([
    // Numbers of weekdays: certain in crontab's family, mostly misread on Cloudflare.
    ["0 8 * * 1-5", "crontab", ["0 8 * * MON-FRI"], 0],
    ["0 8 * * 1-5", "github", ["0 8 * * MON-FRI"], 0],
    ["0 8 * * 0", "vercel", ["0 8 * * SUN"], 0],
    ["0 8 * * 1-5", "cloudflare", ["0 8 * * SUN-THU"], 1],
    ["0 8 * * 7", "cloudflare", ["0 8 * * SAT"], 1],
    ["0 8 * * 0", "cloudflare", ["0 8 * * SUN"], 1],
    ["0 8 * * 1-7", "cloudflare", ["0 8 * * *"], 0],
    ["0 8 * * MON", "cloudflare", ["0 8 * * MON"], 0],
    ["0 18 * * 6L", "cloudflare", ["0 18 * * FRIL"], 1],
    // Both day fields.
    ["0 9 1-7 * 1", "github", ["0 9 1-7 * *", "0 9 * * MON"], 1],
    ["0 9 */2 * 1", "crontab", [], 1],
    ["0 0 */1 * MON", "cloudflare", ["0 0 * * *"], 1],
    // Steps and ranges that others take and this language does not.
    ["*/90 * * * *", "cloudflare", ["0 * * * *"], 1],
    ["0 */24 * * *", "crontab", ["0 0 * * *"], 1],
    ["5/15 * * * *", "kubernetes", ["5/15 * * * *"], 0],
    ["5/15 * * * *", "crontab", ["5/15 * * * *"], 1],
    ["0 22-2 * * *", "crontab", ["0 22-2 * * *"], 1],
    // Words.
    ["@midnight", "crontab", ["@daily"], 0],
    ["@Annually", "kubernetes", ["@yearly"], 0],
    ["@reboot", "crontab", [], 1],
    ["@every 90m", "kubernetes", ["every 90m"], 0],
    ["@every 7h", "kubernetes", [], 1],
    ["0 0 31 2 *", "kubernetes", ["manual"], 1],
    ["0 0 31 4 0", "crontab", ["0 0 * 4 SUN"], 2],
    // What no one can say.
    ["0 9 ? * *", "kubernetes", ["0 9 * * *"], 0],
    ["0~59 3 * * *", "crontab", [], 1],
    ["0 25 * * *", "crontab", [], 1],
    ["x 0 */1 * MON", "cloudflare", [], 2],
    ["0 0 1-7 * 9", "crontab", [], 2],
    ["", "github", [], 1],
  ])("%s of %s", (expression, scheduler, schedules, checks) => {
    expect(row(expression, scheduler)).toEqual({ schedules, checks });
  });

  it("names the day on which Cloudflare runs a number, and the one that was most likely meant", () => {
    const { remarks } = convertCron("0 13 * * 2", "cloudflare");
    expect(remarks.map(({ text }) => text)).toEqual([
      'Cloudflare counts from 1 = SUN, so `2` runs at 13:00 on Monday. If it was counted as in crontab, at 13:00 on Tuesday was meant: "0 13 * * TUE".',
    ]);
  });

  it("keeps the shorthands that the language has", () => {
    for (const name of ["@hourly", "@daily", "@weekly", "@monthly", "@yearly"]) {
      expect(row(name, "crontab").schedules).toEqual([name]);
      expect(macroCron(name)).toBeDefined();
    }
  });
});
