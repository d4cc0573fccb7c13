/** Numbers that look random and are the same in each run: from 0 up to, but without, 1. */
export type Random = () => number;

/** A linear congruential generator, with the constants of Numerical Recipes. */
export function fixedRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Takes `count` random items out of the list, which need not keep its order. */
export function draw<Item>(items: Item[], count: number, random: Random): Item[] {
  const drawn: Item[] = [];
  while (drawn.length < count) {
    const index = Math.floor(random() * items.length);
    const item = items[index];
    const last = items.pop();
    if (item === undefined || last === undefined) break;
    if (index < items.length) items[index] = last;
    drawn.push(item);
  }
  return drawn;
}
