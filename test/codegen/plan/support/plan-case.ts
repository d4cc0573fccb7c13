import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import type { CompiledSchedules } from "../../../../codegen/compiled.ts";
import { comparePlans } from "../../../../codegen/plan/compare-plans.ts";
import type { Plan } from "../../../../codegen/plan/plan.ts";
import { printPlanJson } from "../../../../codegen/plan/print-plan-json.ts";
import { printPlanMarkdown } from "../../../../codegen/plan/print-plan-markdown.ts";
import { printPlanText } from "../../../../codegen/plan/print-plan-text.ts";
import { compileText } from "../../support/compile-text.ts";

/** A folder under `test/fixtures/plan`: `before.yaml` (none where the schedules are new), `after.yaml` and what is printed of them. */
export interface PlanCase {
  readonly name: string;
  readonly folder: string;
}

/** The goldens are planned on this day. */
export const planMinute = Date.UTC(2026, 10, 23) / 60_000;

const fixtures = fileURLToPath(new URL("../../../fixtures/plan/", import.meta.url));

export function planCases(): PlanCase[] {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(fixtures, name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Compiles a text that has to be in order. */
export function compiled(text: string): CompiledSchedules {
  const result = compileText(text);
  if (!result.compiled)
    throw new Error(`does not compile: ${result.diagnostics.map(({ message }) => message).join("; ")}`);
  return result.compiled;
}

export interface ComparedCase {
  readonly before: CompiledSchedules | null;
  readonly after: CompiledSchedules;
  readonly plan: Plan;
}

export function compareCase({ folder }: PlanCase): ComparedCase {
  const old = join(folder, "before.yaml");
  const before = existsSync(old) ? compiled(readFileSync(old, "utf8")) : null;
  const after = compiled(readFileSync(join(folder, "after.yaml"), "utf8"));
  return { before, after, plan: comparePlans(before, after, { nowMinute: planMinute }) };
}

/** What the golden files of a case should hold. `npm run test:update` writes them, and nothing else does. */
export function planFiles(each: PlanCase): Map<string, string> {
  const { plan } = compareCase(each);
  const labels = { before: "before.yaml", after: "after.yaml" };
  return new Map([
    ["expected.txt", `${printPlanText(plan, labels, pc.createColors(false))}\n`],
    ["expected.md", `${printPlanMarkdown(plan, labels)}\n`],
    ["expected.json", `${printPlanJson(plan, labels)}\n`],
  ]);
}
