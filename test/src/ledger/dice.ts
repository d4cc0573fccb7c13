import { fixedRandom } from "../../../codegen/packing/random.ts";

/** Chance that falls alike for one seed, whenever it is asked. */
export interface Dice {
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
  /** A whole number from `low` up to, but without, `high`. */
  readonly between: (low: number, high: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function diceOf(seed: number): Dice {
  const random = fixedRandom(seed);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
  return {
    random,
    between,
    happens: (probability) => random() < probability,
    pick: <T>(items: readonly T[]) => items[between(0, items.length)] as T,
  };
}
