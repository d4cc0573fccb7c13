import leven from "leven";

const MAX_NAMES = 3;

/** Up to three of the names, nearest first, that someone who wrote `given` may have meant; letter case does not count. */
export function nearestNames(given: string, names: readonly string[]): string[] {
  const wanted = given.toLowerCase();
  // A third of the letters may be wrong. No longer name is compared letter by letter: its cost is quadratic.
  const maxDistance = Math.max(2, Math.floor(Math.min(given.length, 64) / 3));
  return names
    .map((name) => ({ name, distance: distanceTo(wanted, name.toLowerCase(), maxDistance) }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MAX_NAMES)
    .map(({ name }) => name);
}

/** A name that was cut short is as near as a slip of the pen. */
function distanceTo(wanted: string, name: string, maxDistance: number): number {
  if (wanted.length >= 3 && name.startsWith(wanted)) return 1;
  if (Math.abs(wanted.length - name.length) > maxDistance) return Infinity;
  return leven(wanted, name);
}
