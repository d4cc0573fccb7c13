import { describe, expect, it } from "vitest";
import {
  proveTriggers,
  type ProofFailure,
  type ProvedEnvironment,
  type ProvedJob,
} from "../../../codegen/proof/prove-triggers.ts";
import type { ScheduleContext } from "../../../codegen/proof/declared-minutes.ts";
import type { RawSchedule } from "../../../codegen/schema/raw.ts";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import { isoOf, minuteOf } from "../../src/schedule/support/instant.ts";
import { contextIn, dayOf, UTC, zoneOf } from "./support/context.ts";

const FROM = minuteOf("2026-11-23T00:00Z");
const LONDON = "Europe/London";
const ALMANAC: Almanac = {
  zones: { [LONDON]: zoneOf(LONDON) },
  dates: { holidays: [dayOf("2026-11-26"), dayOf("2026-12-25")] },
};

function job(
  key: string,
  zone: string | undefined,
  schedules: readonly RawSchedule[],
  rules: readonly ScheduleRule[],
): ProvedJob {
  const context = contextIn(zone === undefined ? UTC : zoneOf(zone));
  return { key, schedules: schedules.map((schedule) => ({ schedule, context })), rules };
}

const daily = job("daily", undefined, ["23 23 * * *"], [{ cron: "23 23 * * *" }]);
const opening = job(
  "opening",
  LONDON,
  [{ at: "09:00", days: "weekdays", except: ["holidays"] }],
  [{ cron: "0 9 * * MON-FRI", zone: LONDON, except: ["holidays"] }],
);
const night = job(
  "night",
  LONDON,
  [{ every: "3h", between: "21:00-03:00", days: ["sat"] }, { once: "2027-05-06T22:00" }],
  [
    { cron: "0 21 * * SAT", zone: LONDON },
    { cron: "0 0,3 * * SAT", carryDays: 1, zone: LONDON },
    { cron: "0 22 6 5 *", zone: LONDON, fromDay: dayOf("2027-05-06"), untilDay: dayOf("2027-05-06") },
  ],
);
const byHand = job("byHand", undefined, ["manual"], []);

/** Every trigger has spare wakes, and two of them fire at the same minutes. */
const PRODUCTION: ProvedEnvironment = {
  name: "production",
  jobs: [daily, opening, night, byHand],
  triggers: [
    { cron: "23 22,23 * * *", jobs: ["daily"] },
    { cron: "0 8,9 * * MON-FRI", jobs: ["opening"] },
    { cron: "0 20-21,23 * * *", jobs: ["night"] },
    { cron: "0 0,2,3,20,21 * * FRI-SUN", jobs: ["night"] },
  ],
  almanac: ALMANAC,
};

function prove(changed: Partial<ProvedEnvironment>): ProofFailure[] {
  return proveTriggers([{ ...PRODUCTION, ...changed }], FROM);
}

function short(minutes: readonly number[]): unknown[] {
  return [minutes.length, ...minutes.slice(0, 2).map(isoOf)];
}

/** The failures' first minutes, with how many there are. */
function shown(failures: readonly ProofFailure[]): unknown[] {
  return failures.map(({ environment, job: key, missing, extra }) => ({
    of: `${environment} ${key}`,
    missing: short(missing),
    extra: short(extra),
  }));
}

function withRules(changed: ProvedJob, rules: readonly ScheduleRule[]): Partial<ProvedEnvironment> {
  return { jobs: PRODUCTION.jobs.map((each) => (each === changed ? { ...each, rules } : each)) };
}

function withTrigger(cron: string, jobs: readonly string[]): Partial<ProvedEnvironment> {
  return { triggers: PRODUCTION.triggers.map((each) => (each.cron === cron ? { cron, jobs } : each)) };
}

interface Compiled {
  readonly schedule: RawSchedule;
  readonly context: ScheduleContext;
  readonly rules: readonly ScheduleRule[];
  readonly cron: string;
  readonly almanac: Almanac;
}

/** An environment with one job and one trigger. */
function compiled(name: string, { schedule, context, rules, cron, almanac }: Compiled): ProvedEnvironment {
  const jobs = [{ key: "only", schedules: [{ schedule, context }], rules }];
  return { name, jobs, triggers: [{ cron, jobs: ["only"] }], almanac };
}

describe("proveTriggers", () => {
  it("proves what was compiled well", () => {
    expect(shown(prove({}))).toEqual([]);
  });

  it("lets a spare wake be", () => {
    expect(
      shown(prove({ triggers: [{ cron: "* * * * *", jobs: ["daily", "opening", "night", "byHand"] }] })),
    ).toEqual([]);
  });

  it("looks 13 months ahead", () => {
    // 23 November to 23 December of the next year: 395 days.
    const failures = prove({ triggers: PRODUCTION.triggers.slice(1) });
    expect(shown(failures)).toEqual([
      {
        of: "production daily",
        missing: [395, "2026-11-23T23:23Z", "2026-11-24T23:23Z"],
        extra: [0],
      },
    ]);
    expect(isoOf(failures[0]?.missing.at(-1) ?? null)).toBe("2027-12-22T23:23Z");
  });

  it("reports a trigger that does not fire in summer", () => {
    const triggers = PRODUCTION.triggers.map((each) =>
      each.cron === "0 8,9 * * MON-FRI" ? { ...each, cron: "0 9 * * MON-FRI" } : each,
    );
    // London's summer of 2027: 28 March to 31 October, 31 weeks of weekdays.
    expect(shown(prove({ triggers }))).toEqual([
      { of: "production opening", missing: [155, "2027-03-29T08:00Z", "2027-03-30T08:00Z"], extra: [0] },
    ]);
  });

  it("reports a wake at which a rule is due that was not declared", () => {
    const rules = [...daily.rules, { cron: "23 22 24 12 *" }];
    expect(shown(prove(withRules(daily, rules)))).toEqual([
      { of: "production daily", missing: [0], extra: [1, "2026-12-24T22:23Z"] },
    ]);
  });

  it("reports a rule that forgets the exceptions", () => {
    expect(shown(prove(withRules(opening, [{ cron: "0 9 * * MON-FRI", zone: LONDON }])))).toEqual([
      { of: "production opening", missing: [0], extra: [2, "2026-11-26T09:00Z", "2026-12-25T09:00Z"] },
    ]);
  });

  it("reports a rule with the wrong day", () => {
    const [saturday, , once] = night.rules;
    const rules = [saturday, { cron: "0 0,3 * * SAT", zone: LONDON }, once].filter(
      (rule) => rule !== undefined,
    );
    // 56 Saturdays, of which the last night goes on; both times, less the Saturday that no Friday precedes.
    expect(shown(prove(withRules(night, rules)))).toEqual([
      {
        of: "production night",
        missing: [112, "2026-11-29T00:00Z", "2026-11-29T03:00Z"],
        extra: [112, "2026-11-28T00:00Z", "2026-11-28T03:00Z"],
      },
    ]);
  });

  it("reports a job that one trigger names twice", () => {
    const failures = prove(withTrigger("0 8,9 * * MON-FRI", ["opening", "opening"]));
    expect(shown(failures)).toEqual([
      { of: "production opening", missing: [0], extra: [281, "2026-11-23T09:00Z", "2026-11-24T09:00Z"] },
    ]);
  });

  it("reports a job that has no trigger", () => {
    const failures = prove(withTrigger("0 8,9 * * MON-FRI", []));
    expect(failures.map(({ job: key, missing }) => [key, isoOf(missing[0] ?? null)])).toEqual([
      ["opening", "2026-11-23T09:00Z"],
    ]);
  });

  it("counts a minute once that two schedules of a job declare", () => {
    const twice = job("daily", undefined, ["23 23 * * *", { at: ["23:23"] }], daily.rules);
    expect(shown(prove({ jobs: [twice] }))).toEqual([]);
  });

  it("takes no answer for another's: whatever differs is proved by itself", () => {
    const context = contextIn(zoneOf(LONDON));
    const schedule = { cron: "30 1 * * *", except: ["holidays"] };
    const rules = [{ cron: "30 1 * * *", zone: LONDON, except: ["holidays"] }];
    const environment = (name: string, changed: Partial<Compiled> = {}) =>
      compiled(name, { schedule, context, rules, cron: "30 0,1 * * *", almanac: ALMANAC, ...changed });
    const failures = proveTriggers(
      [
        environment("good"),
        environment("schedule", { schedule: "30 1 * * *" }),
        environment("gap", { context: { ...context, dst: { gap: "skip", repeat: "first" } } }),
        environment("repeat", { context: { ...context, dst: { gap: "shift", repeat: "both" } } }),
        environment("zone", { context: { ...context, zone: UTC } }),
        environment("dates", { context: { ...context, dates: () => [] } }),
        environment("rules", { rules: [{ cron: "30 1 * * *", zone: LONDON }] }),
        environment("almanac", { almanac: { ...ALMANAC, dates: { holidays: [] } } }),
        environment("trigger", { cron: "30 0 * * *" }),
        environment("good-again"),
      ],
      FROM,
    );
    expect(failures.map(({ environment: name }) => name)).toEqual([
      "schedule",
      "gap",
      "repeat",
      "zone",
      "dates",
      "rules",
      "almanac",
      "trigger",
    ]);
  });

  it("takes an invalid expression for a bug", () => {
    expect(() => prove({ triggers: [{ cron: "0 25 * * *", jobs: ["daily"] }] })).toThrow(
      /invalid cron, `0 25/,
    );
  });
});
