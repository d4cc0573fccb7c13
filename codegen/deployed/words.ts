/** `1 job`, `2 jobs`. */
export function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** A version for people: the first eight digits of its id are enough to find it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A commit for people. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
