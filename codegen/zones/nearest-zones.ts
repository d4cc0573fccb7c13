import { closestMatch } from "leven";
import { zoneNames } from "./zone-names.ts";

/** At most three names that may have been meant, the nearest first: by the whole name, and by the city alone. */
export function nearestZones(text: string): string[] {
  const wanted = folded(text);
  const names = [...zoneNames()];
  const same = names.filter((name) => folded(name) === wanted);
  if (same.length > 0) return same;
  const city = cityOf(wanted);
  const byName = new Map(names.map((name) => [folded(name), name]));
  const found = [
    ...names.filter((name) => cityOf(folded(name)) === city),
    byName.get(closest(wanted, [...byName.keys()])),
  ];
  if (wanted === city) {
    const near = closest(city, [...byName.keys()].map(cityOf));
    found.push(...names.filter((name) => cityOf(folded(name)) === near));
  }
  return [...new Set(found)].filter((name) => name !== undefined).slice(0, 3);
}

/** Without what people vary: case, and what stands between words. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, "");
}

function cityOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** "" where none is near. */
function closest(word: string, known: readonly string[]): string {
  return closestMatch(word, known, { maxDistance: Math.max(1, Math.floor(word.length / 4)) }) ?? "";
}
