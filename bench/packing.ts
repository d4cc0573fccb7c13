/**
 * Packing: how long it takes, and how near to the best the search comes where the best is known. Run it
 * with `npx tsx bench/packing.ts`.
 */

import { pathToFileURL } from "node:url";
import { coversOf } from "../codegen/packing/cover.ts";
import { pack } from "../codegen/packing/pack.ts";
import { fixedRandom, type Random } from "../codegen/packing/random.ts";
import { solveBySearch } from "../codegen/packing/solve-by-search.ts";
import { MAX_EXACT, solveExactly } from "../codegen/packing/solve-exactly.ts";
import { median, printSection, type Section } from "./section.ts";

const ROUNDS = 5;
const COMPARED = 40;
const SIZES = [
  { expressions: 9, budget: 5 },
  { expressions: MAX_EXACT, budget: 5 },
  { expressions: 40, budget: 5 },
  { expressions: 1000, budget: 5 },
  { expressions: 1000, budget: 250 },
];
const DAYS = ["* * *", "* * *", "* * *", "* * MON-FRI", "* * SUN", "1 * *", "L * *", "* * MON#1", "* 1-6 *"];

/** Takes some seconds. */
export function benchPacking(): Section {
  const random = fixedRandom(1);
  const rows = SIZES.map(({ expressions, budget }) => {
    const times: number[] = [];
    let answer = "";
    for (let round = 0; round < ROUNDS; round++) {
      const texts = randomExpressions(expressions, random);
      const startedAt = performance.now();
      const packing = pack({ production: texts }, budget);
      times.push(performance.now() - startedAt);
      answer = packing.ok && packing.isExact ? "exact" : "search";
    }
    return [`${expressions} expressions into ${budget}`, `${median(times).toFixed(1)} ms`, answer];
  });
  return {
    title: `Packing (medians of ${ROUNDS} random environments)`,
    head: ["", "time", "how"],
    rows: [...rows, ["search beside the best, 8 to 12 expressions", ...compareSearch(random)]],
  };
}

/** The worst packing that the search finds, over every number of triggers, beside the exact one. */
function compareSearch(random: Random): string[] {
  let worst = 1;
  let cases = 0;
  for (let round = 0; round < COMPARED; round++) {
    const texts = randomExpressions(8 + Math.floor(5 * random()), random);
    const problem = { texts, covers: coversOf(texts), present: new Set<string>() };
    const best = solveExactly(problem, texts.length);
    for (const [index, { wakes }] of solveBySearch(problem, texts.length).entries()) {
      worst = Math.max(worst, wakes / (best[index]?.wakes ?? NaN));
      cases++;
    }
  }
  return [`at worst ${((worst - 1) * 100).toFixed(2)} % more wakes`, `${cases} cases`];
}

/** Distinct ones: most at one time of day, some several times or at intervals. */
function randomExpressions(count: number, random: Random): string[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const minute = () =>
    [`${below(60)}`, `${below(60)}`, `${15 * below(4)}`, `${below(30)},${30 + below(30)}`][below(4)];
  const hour = () => [`${below(24)}`, `${below(24)}`, "*/6", `${below(12)}-${12 + below(12)}`][below(4)];
  const texts = new Set<string>();
  while (texts.size < count) texts.add(`${minute()} ${hour()} ${DAYS[below(DAYS.length)]}`);
  return [...texts].toSorted();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.stdout.write(printSection(benchPacking()));
