/** Runs a task when a place is free, and gives the place back when the task has ended. */
export type Lane = <T>(task: () => Promise<T>) => Promise<T>;

/** A lane in which each task needs a place in both. */
export function laneOf(outer: Lane, inner: Lane): Lane {
  return (task) => outer(() => inner(task));
}

/** A lane with room for `places` tasks at once. The others wait their turn, in the order in which they asked. */
export function createLane(places: number): Lane {
  let free = places;
  const waiting: Array<() => void> = [];

  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line, so that nobody who asks later can take it.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
