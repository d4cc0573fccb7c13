/**
 * Time that passes only when it is told to. What is due is done in the order of its time, and after each the rest of
 * the program gets its turn, until nothing more happens at that instant.
 */
export interface VirtualTime {
  now(): number;
  at(time: number, action: () => void): void;
  /** Lets time pass up to this instant, what is due at it included. */
  runUntil(time: number): Promise<void>;
}

/** So many turns of waiting code follow each other at most, from one promise to the next. */
const TURNS = 60;

/** More actions at one instant are an endless loop. */
const MOST_AT_ONCE = 20_000;

export function createVirtualTime(from: number): VirtualTime {
  let now = from;
  let order = 0;
  const queue: Array<{ readonly time: number; readonly order: number; readonly action: () => void }> = [];

  /** Kept as a heap: a season holds some hundred thousand actions. */
  const before = (a: number, b: number): boolean => {
    const [first, second] = [queue[a], queue[b]];
    if (first === undefined || second === undefined) return false;
    return first.time < second.time || (first.time === second.time && first.order < second.order);
  };
  const swap = (a: number, b: number): void => {
    const [first, second] = [queue[a], queue[b]];
    if (first !== undefined && second !== undefined) [queue[a], queue[b]] = [second, first];
  };
  const push = (time: number, action: () => void): void => {
    let index = queue.push({ time, order: order++, action }) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && before(index, parent); parent = (index - 1) >> 1) {
      swap(index, parent);
      index = parent;
    }
  };
  const pop = (): (() => void) | undefined => {
    const top = queue[0];
    const last = queue.pop();
    if (queue.length > 0 && last !== undefined) {
      queue[0] = last;
      let index = 0;
      for (;;) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        let least = before(left, index) ? left : index;
        if (before(right, least)) least = right;
        if (least === index) break;
        swap(index, least);
        index = least;
      }
    }
    return top?.action;
  };

  return {
    now: () => now,
    at: (time, action) => push(Math.max(time, now), action),
    async runUntil(time) {
      await settle();
      let atOnce = 0;
      for (let next = queue[0]; next !== undefined && next.time <= time; next = queue[0]) {
        atOnce = next.time === now ? atOnce + 1 : 0;
        if (atOnce > MOST_AT_ONCE) throw new Error(`time stands still at ${new Date(now).toISOString()}`);
        now = next.time;
        pop()?.();
        await settle();
      }
      now = time;
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
}
