import { closestMatch } from "leven";

/** A hint that names the nearest of the known words; undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const lower = new Map(known.map((each) => [each.toLowerCase(), each]));
  const near = closestMatch(word.toLowerCase(), [...lower.keys()], {
    maxDistance: Math.max(1, Math.floor(word.length / 3)),
  });
  return near === undefined ? undefined : `did you mean \`${lower.get(near)}\`?`;
}
