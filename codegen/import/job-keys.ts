const mostCharacters = 60;

/** A job's key of any words, in camel case: `parties_import` is `partiesImport`. One that is taken gets a number. */
export function jobKey(words: string, taken: Set<string>): string {
  const parts = words.match(/[A-Za-z0-9]+/g) ?? [];
  const camel = parts
    .map((part, index) => (index === 0 ? lowerFirst(part) : part.charAt(0).toUpperCase() + part.slice(1)))
    .join("");
  const key = (/^[A-Za-z]/.test(camel) ? camel : `job${camel}`).slice(0, mostCharacters);
  let free = key;
  for (let count = 2; taken.has(free); count += 1) free = `${key}${count}`;
  taken.add(free);
  return free;
}

/** Whether a key tells a reader nothing: there were no words to make it of, or hardly any. */
export function saysNothing(key: string): boolean {
  const word = key.replace(/\d+$/, "");
  return word === "job" || word.length < 3;
}

/** Words for a key: of `GET /api/cron/report?day=1`, `/report`. */
export function pathWords(endpoint: string): string {
  const path = endpoint.replace(/^[A-Z]+ |[?#].*$/gs, "");
  return path.replace(/^(?:\/api)?(?:\/cron|\/internal)?(?=\/.)/, "");
}

/** The path that a job's key suggests, in kebab case. */
export function pathOf(key: string): string {
  return `/cron/${key.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}`;
}

function lowerFirst(part: string): string {
  return part === part.toUpperCase() ? part.toLowerCase() : part.charAt(0).toLowerCase() + part.slice(1);
}
