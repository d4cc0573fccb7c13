import { describe, expect, it } from "vitest";
import { pack, type CronsByEnvironment, type Packing } from "../../../codegen/packing/pack.ts";

const DAYS_PER_YEAR = 365.2425;

const owner: CronsByEnvironment = {
  production: ["*/5 * * * *", "6 2 * * *", "23 23 * * *", "33 23 * * *"],
  staging: ["*/15 * * * *", "6 3 * * *", "23 0 * * *", "33 0 * * *"],
  development: ["0 */6 * * *"],
};

type Fitting = Extract<Packing, { ok: true }>;

function packed(environments: CronsByEnvironment, budget: number, present?: CronsByEnvironment): Fitting {
  const packing = pack(environments, budget, present);
  if (!packing.ok) throw new Error(`needs ${packing.needed} triggers`);
  return packing;
}

function cronsOf({ environments }: Fitting): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(environments).map(([name, triggers]) => [name, triggers.map(({ cron }) => cron)]),
  );
}

describe("the nine expressions of three environments", () => {
  it("fit five triggers with six spare wakes a day", () => {
    const packing = packed(owner, 5);
    expect(packing.environments).toEqual({
      production: [
        { cron: "*/5 * * * *", members: ["*/5 * * * *"] },
        { cron: "6,23,33 2,23 * * *", members: ["23 23 * * *", "33 23 * * *", "6 2 * * *"] },
      ],
      staging: [
        { cron: "*/15 * * * *", members: ["*/15 * * * *"] },
        { cron: "6,23,33 0,3 * * *", members: ["23 0 * * *", "33 0 * * *", "6 3 * * *"] },
      ],
      development: [{ cron: "0 */6 * * *", members: ["0 */6 * * *"] }],
    });
    expect(packing.spareWakesPerYear).toBeCloseTo(6 * DAYS_PER_YEAR, 9);
    expect(packing.wakesPerYear).toBeCloseTo((288 + 6 + 96 + 6 + 4) * DAYS_PER_YEAR, 9);
    expect(packing.isExact).toBe(true);
  });

  it("fit three, the least there is: one for each environment", () => {
    const packing = packed(owner, 3);
    expect(cronsOf(packing)).toEqual({
      production: ["0,5,6,10,15,20,23,25,30,33,35,40,45,50,55 * * * *"],
      staging: ["0,6,15,23,30,33,45 * * * *"],
      development: ["0 */6 * * *"],
    });
    // 15 × 24 wakes less 291 runs, and 7 × 24 less 99.
    expect(packing.spareWakesPerYear).toBeCloseTo((69 + 69) * DAYS_PER_YEAR, 9);
  });

  it("do not fit two", () => {
    expect(pack(owner, 2)).toEqual({ ok: false, needed: 3 });
  });

  it("stay as they are within the budget, though two mergers would cost nothing", () => {
    for (const budget of [9, 10, 250]) {
      const packing = packed(owner, budget);
      for (const [name, crons] of Object.entries(owner))
        expect(packing.environments[name]).toEqual(
          crons.toSorted().map((cron) => ({ cron, members: [cron] })),
        );
      expect(packing.spareWakesPerYear).toBe(0);
      expect(packing.isExact).toBe(true);
    }
  });

  it("merge what costs nothing first", () => {
    const packing = packed(owner, 7);
    expect(packing.spareWakesPerYear).toBe(0);
    expect(cronsOf(packing)).toEqual({
      production: ["*/5 * * * *", "23,33 23 * * *", "6 2 * * *"],
      staging: ["*/15 * * * *", "23,33 0 * * *", "6 3 * * *"],
      development: ["0 */6 * * *"],
    });
  });

  it("are packed the same in whatever order they come", () => {
    const reversed = Object.fromEntries(
      Object.entries(owner)
        .toReversed()
        .map(([name, crons]) => [name, crons.toReversed()]),
    );
    for (const budget of [3, 4, 5, 6, 7, 8]) expect(pack(reversed, budget)).toEqual(pack(owner, budget));
  });
});

describe("packings of equal cost", () => {
  // A merger of either pair costs nothing, and one of the two must be.
  const pairs = { a: ["1 1 * * *", "2 1 * * *"], b: ["3 2 * * *", "4 2 * * *"] };

  it("keep the triggers that are there now", () => {
    expect(cronsOf(packed(pairs, 3, { a: pairs.a, b: [] }))).toEqual({ a: pairs.a, b: ["3,4 2 * * *"] });
    expect(cronsOf(packed(pairs, 3, { a: ["1,2 1 * * *"], b: pairs.b }))).toEqual({
      a: ["1,2 1 * * *"],
      b: pairs.b,
    });
    expect(cronsOf(packed(pairs, 3, { a: pairs.a, b: ["3,4 2 * * *"] }))).toEqual({
      a: pairs.a,
      b: ["3,4 2 * * *"],
    });
  });

  it("then have the shortest text", () => {
    // `1,2 1` and `3 1,2` would cost no more, and be two triggers as well.
    const packing = packed({ a: ["1 1 * * *", "2 1 * * *", "3 1 * * *", "3 2 * * *"] }, 2);
    expect(cronsOf(packing)).toEqual({ a: ["1-3 1 * * *", "3 2 * * *"] });
  });
});

describe("spare wakes", () => {
  it("are the wakes at which no member fires, a minute of two members counted once", () => {
    // 20,871 Mondays and 4,800 firsts in 400 years, of which 684 are both.
    const packing = packed({ a: ["0 0 * * MON", "0 0 1 * *"] }, 1);
    expect(cronsOf(packing)).toEqual({ a: ["0 0 * * *"] });
    expect(packing.spareWakesPerYear).toBe((146_097 - 20_871 - 4800 + 684) / 400);
  });

  it("are none where one member holds all the minutes of the others", () => {
    const packing = packed({ a: ["*/5 * * * *", "0 * * * *", "30 9 * * MON"], b: ["0 0 * * *"] }, 2);
    expect(cronsOf(packing)).toEqual({ a: ["*/5 * * * *"], b: ["0 0 * * *"] });
    expect(packing.spareWakesPerYear).toBe(0);
  });
});

describe("thousands of expressions", () => {
  it("become few triggers", () => {
    const times = Array.from({ length: 1440 }, (_, time) => `${time % 60} ${Math.floor(time / 60)}`);
    const texts = ["1", "15"].flatMap((date) => times.map((time) => `${time} ${date} * *`));
    const packing = packed({ a: texts, b: ["0 0 * * *"] }, 3);
    expect(cronsOf(packing)).toEqual({ a: ["* * 1,15 * *"], b: ["0 0 * * *"] });
    expect(packing.environments["a"]?.[0]?.members).toEqual(texts.toSorted());
    expect(packing.spareWakesPerYear).toBe(0);
    expect(packing.isExact).toBe(false);
  });
});

describe("environments", () => {
  it("without expressions need no trigger", () => {
    expect(packed({ a: [], b: ["0 0 * * *"] }, 1).environments).toEqual({
      a: [],
      b: [{ cron: "0 0 * * *", members: ["0 0 * * *"] }],
    });
    expect(pack({}, 0)).toMatchObject({ ok: true, environments: {}, wakesPerYear: 0 });
  });

  it("count an expression that is given twice once", () => {
    expect(packed({ a: ["0 0 * * *", "0 0 * * *"] }, 1).environments["a"]).toEqual([
      { cron: "0 0 * * *", members: ["0 0 * * *"] },
    ]);
  });

  it("never share a trigger, even for the same expression", () => {
    expect(pack({ a: ["0 0 * * *"], b: ["0 0 * * *"] }, 1)).toEqual({ ok: false, needed: 2 });
  });
});
