/**
 * `npm run ledger-cost`: what the ledgers of this repository's schedules cost, beside the Free plan's limits of a day and
 * what `generate` says. 60 days fill the history, so that of every job the oldest go; the next 30 are counted. On one more
 * the cron brings nothing, and every run is made up.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { compile } from "../codegen/compile.ts";
import type { DailyCost } from "../codegen/compiled.ts";
import { dailyCost } from "../codegen/passes/daily-cost.ts";
import { bundleWorker, startWorkerd } from "../test/support/workerd.ts";
import { figures, measuredOf, together } from "./ledger-cost-figures.ts";
import type { DayCost } from "./ledger-cost-meter.ts";
import { printSection } from "./section.ts";

const FILLING_DAYS = 60;
const COUNTED_DAYS = 30;

/** The counted days of each environment, and the one without a cron. */
async function measure(environments: readonly string[]): Promise<DayCost[][]> {
  const folder = mkdtempSync(join(tmpdir(), "ledger-cost-"));
  const entry = fileURLToPath(new URL("ledger-cost-worker.ts", import.meta.url));
  const workerd = await startWorkerd(await bundleWorker(entry, folder), folder, {});
  try {
    const silentFrom = FILLING_DAYS + COUNTED_DAYS;
    const measured: DayCost[][] = [];
    for (const environment of environments) {
      const query = `environment=${environment}&days=${silentFrom + 1}&silentFrom=${silentFrom}`;
      const response = await fetch(`${workerd.url}/?${query}`);
      if (!response.ok) throw new Error(`${environment}: ${await response.text()}`);
      const days = (await response.json()) as DayCost[];
      measured.push(days.slice(FILLING_DAYS));
    }
    return measured;
  } finally {
    await workerd.kill();
    rmSync(folder, { recursive: true });
  }
}

/** What `generate` reckons with, of each environment and of all. */
function generated(): { readonly each: ReadonlyMap<string, DailyCost>; readonly all: DailyCost } {
  const [config, template] = ["schedules.yaml", "wrangler.template.toml"] as const;
  const { compiled } = compile({
    config: { file: config, bytes: readFileSync(config) },
    template: { file: template, bytes: readFileSync(template) },
    nowMinute: Math.floor(Date.now() / 60_000),
  });
  if (compiled === null) throw new Error("schedules.yaml has errors: npm run check tells them");
  const { resolved, packing, cost } = compiled;
  const costs = resolved.environments.map(
    (environment) => [environment.name, dailyCost([environment], resolved.almanac, packing).average] as const,
  );
  return { each: new Map(costs), all: cost.average };
}

const { each, all } = generated();
const measured = await measure([...each.keys()]);
const environments = [
  ...Array.from(each, ([name, cost], index) => measuredOf(name, measured[index] ?? [], cost)),
  measuredOf("all", together(measured), all),
];
process.stdout.write(
  printSection({
    title: `The ledgers' cost in ${COUNTED_DAYS} days of schedules.yaml`,
    head: ["", ...environments.map(({ name }) => name)],
    rows: figures.map(([label, of]) => [label, ...environments.map(of)]),
  }),
);
