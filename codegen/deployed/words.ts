/** A version for people: the first eight digits of its id are enough to find it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A commit for people. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
