/** One thing in two versions; null where a version lacks it. Never both. */
export type Pair<T> = readonly [before: T | null, after: T | null];

/** What has one name on both sides together, in the order of the new side; what is gone behind it. */
export function pairByName<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (each: T) => string,
): Pair<T>[] {
  const old = new Map(before.map((each) => [nameOf(each), each]));
  const now = new Set(after.map(nameOf));
  return [
    ...after.map((each): Pair<T> => [old.get(nameOf(each)) ?? null, each]),
    ...before.filter((each) => !now.has(nameOf(each))).map((each): Pair<T> => [each, null]),
  ];
}
