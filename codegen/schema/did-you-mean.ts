import leven, { closestMatch } from "leven";

/** A hint that names the nearest of the known words; undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known) ?? swapped(word, known) ?? onlyWithBeginning(word, known);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = new Map(known.map((each) => [each.toLowerCase(), each]));
  const near = closestMatch(word.toLowerCase(), [...lower.keys()], {
    maxDistance: Math.max(1, Math.floor(word.length / 3)),
  });
  return near === undefined ? undefined : lower.get(near);
}

/** Of `plna`: a known word with two neighbouring letters the other way round, which is two steps of Levenshtein's. */
function swapped(word: string, known: readonly string[]): string | undefined {
  return known.find((each) =>
    Array.from(
      each,
      (_, index) =>
        each.slice(0, index) + each.charAt(index + 1) + each.charAt(index) + each.slice(index + 2),
    ).some((other) => other.toLowerCase() === word.toLowerCase()),
  );
}

/** Of a word cut short, as `prod`: the one known word that begins so. */
function onlyWithBeginning(word: string, known: readonly string[]): string | undefined {
  const found = known.filter((each) => each.toLowerCase().startsWith(word.toLowerCase()));
  return word.length >= 3 && found.length === 1 ? found[0] : undefined;
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
