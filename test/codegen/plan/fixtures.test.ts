import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { comparePlans } from "../../../codegen/plan/compare-plans.ts";
import type { Plan } from "../../../codegen/plan/plan.ts";
import { dangerKinds, hasChanges } from "../../../codegen/plan/plan.ts";
import { declaredRuns } from "./support/declared-runs.ts";
import { compareCase, planCases, planFiles, planMinute } from "./support/plan-case.ts";
import type { PlanCase } from "./support/plan-case.ts";

const cases = planCases();

describe.each(cases)("plan/$name", (each) => {
  it("is printed as its golden files say", () => {
    const expected = planFiles(each);
    const inputs = existsSync(join(each.folder, "before.yaml")) ? ["before.yaml"] : [];
    expect(readdirSync(each.folder).toSorted()).toEqual(
      ["after.yaml", ...inputs, ...expected.keys()].toSorted(),
    );
    for (const [name, text] of expected) expect(text).toBe(readFileSync(join(each.folder, name), "utf8"));
  });

  it("counts the runs that the two texts declare", () => {
    const { plan, after, before } = compareCase(each);
    const told = new Map(
      plan.environments.flatMap(({ jobs }) => jobs.map((job) => [`${job.environment} ${job.key}`, job.runs])),
    );
    for (const [environment, key] of jobsOf([before, after])) {
      const [old, now] = (["before.yaml", "after.yaml"] as const).map((name) =>
        declaredRuns(textOf(each, name), environment, key, plan.fromMinute, plan.untilMinute),
      );
      const runs = told.get(`${environment} ${key}`) ?? null;
      const gone = [...(old ?? [])].filter((minute) => !now?.has(minute));
      const come = [...(now ?? [])].filter((minute) => !old?.has(minute));
      const first = Math.min(Infinity, ...gone.slice(0, 1), ...come.slice(0, 1));
      const differences = { gone: gone.length, come: come.length, first };
      const { lost = 0, gained = 0, moved = 0, first: start = null } = runs ?? {};
      expect([environment, key, differences]).toEqual([
        environment,
        key,
        {
          gone: lost + moved,
          come: gained + moved,
          first: Math.min(start?.from?.minute ?? Infinity, start?.to?.minute ?? Infinity),
        },
      ]);
      if (runs) expect([runs.before, runs.after]).toEqual([old?.size, now?.size]);
    }
  });
});

describe.each(cases)("plan/$name, read another way", (each) => {
  const { before, after, plan } = compareCase(each);

  it("has no difference from itself", () => {
    for (const side of [before, after])
      if (side) expect(hasChanges(comparePlans(side, side, { nowMinute: planMinute }))).toBe(false);
  });

  it.runIf(before)("gains backwards what it loses forwards", () => {
    const back = before && comparePlans(after, before, { nowMinute: planMinute });
    expect(back && counts(back, "gained", "lost")).toEqual(counts(plan, "lost", "gained"));
  });
});

type Side = "lost" | "gained";

/** The runs of each job that differs, in a line. */
function counts({ environments }: Plan, lost: Side, gained: Side): string[] {
  return environments
    .flatMap(({ jobs }) => jobs)
    .flatMap(({ environment, key, runs }) =>
      runs ? `${environment} ${key}: ${runs[lost]} lost, ${runs[gained]} gained, ${runs.moved} moved` : [],
    )
    .toSorted((a, b) => (a < b ? -1 : 1));
}

type Compiled = ReturnType<typeof compareCase>["before"];

/** Every job of every environment, of both sides. */
function jobsOf(sides: readonly Compiled[]): (readonly [environment: string, key: string])[] {
  const pairs = sides.flatMap((side) =>
    (side?.environments ?? []).flatMap(({ environment }) =>
      environment.jobs.map(({ key }) => [environment.name, key] as const),
    ),
  );
  return [...new Map(pairs.map((pair) => [pair.join(" "), pair])).values()];
}

function textOf({ folder }: PlanCase, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : "jobs: {}\nenvironments: {}\n";
}

describe("the cases together", () => {
  const found = new Set(cases.flatMap((each) => compareCase(each).plan.dangers.map(({ kind }) => kind)));

  it.each(dangerKinds)("have the danger %s", (kind) => {
    expect(found).toContain(kind);
  });
});
