import { isBetter, type Cost, type Solution } from "./solution.ts";

/** What the environments so far take, the last one's solution first. */
interface Choice extends Cost {
  readonly triggers: number;
  readonly last: { readonly solution: Solution; readonly before: Choice } | null;
}

/**
 * Shares the account's triggers out among the environments (a knapsack): which of its solutions each
 * environment takes, so that all fit the budget and cost the least.
 * @param solutions each environment's, at least one with so few parts that all environments fit
 * @returns one for each environment, in their order
 */
export function distribute(solutions: readonly (readonly Solution[])[], budget: number): Solution[] {
  let choices: Choice[] = [{ wakes: 0, rest: 0, triggers: 0, last: null }];
  for (const ofEnvironment of solutions) {
    const best = new Map<number, Choice>();
    for (const before of choices) {
      for (const solution of ofEnvironment) {
        const triggers = before.triggers + solution.parts.length;
        const wakes = before.wakes + solution.wakes;
        const rest = before.rest + solution.rest;
        const known = best.get(triggers);
        if (triggers > budget || (known !== undefined && !isBetter({ wakes, rest }, known))) continue;
        best.set(triggers, { wakes, rest, triggers, last: { solution, before } });
      }
    }
    choices = [...best.values()];
  }
  const chosen: Solution[] = [];
  let { last } = choices.reduce((best, choice) => (isBetter(choice, best) ? choice : best));
  for (; last !== null; last = last.before.last) chosen.push(last.solution);
  return chosen.toReversed();
}
