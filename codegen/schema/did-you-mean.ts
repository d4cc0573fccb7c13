import leven, { closestMatch } from "leven";

/** A hint that names the nearest of the known words; undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const lower = new Map(known.map((each) => [each.toLowerCase(), each]));
  const near = closestMatch(word.toLowerCase(), [...lower.keys()], {
    maxDistance: Math.max(1, Math.floor(word.length / 3)),
  });
  return near === undefined ? undefined : `did you mean \`${lower.get(near)}\`?`;
}

/**
 * The one known word that is near enough to be put in the place of another without asking: two letters off at most, and
 * no other as near as that. undefined where there is none.
 */
export function onlySpelling(word: string, known: readonly string[]): string | undefined {
  const allowed = Math.min(2, Math.floor(word.length / 3));
  const near = known.filter((each) => leven(word.toLowerCase(), each.toLowerCase()) <= allowed);
  return near.length === 1 ? near[0] : undefined;
}
