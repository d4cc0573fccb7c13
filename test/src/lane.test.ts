import { expect, it } from "vitest";
import { createLane } from "../../src/lane.ts";

/** A task that ends when it is told to. */
function openTask(
  name: string,
  begun: string[],
): { task: () => Promise<string>; end: () => void; fail: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return {
    task: () => {
      begun.push(name);
      return promise;
    },
    end: () => resolve(name),
    fail: () => reject(new Error(name)),
  };
}

it("gives places in the order in which they were asked for", async () => {
  const begun: string[] = [];
  const lane = createLane(2);
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => openTask(name, begun));
  if (!a || !b || !c || !d) throw new Error("four tasks");
  const results = [a, b, c, d].map(({ task }) => lane(task));
  expect(begun).toEqual(["a", "b"]);
  b.end();
  await results[1];
  expect(begun).toEqual(["a", "b", "c"]);
  a.end();
  c.end();
  d.end();
  expect(await Promise.all(results)).toEqual(["a", "b", "c", "d"]);
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

it("a task that fails gives its place back", async () => {
  const begun: string[] = [];
  const lane = createLane(1);
  const bad = openTask("bad", begun);
  const good = openTask("good", begun);
  const results = [lane(bad.task), lane(good.task)];
  bad.fail();
  good.end();
  await expect(results[0]).rejects.toThrow("bad");
  expect(await results[1]).toBe("good");
});

it("a place that was handed on can't be taken by one who asks later", async () => {
  const begun: string[] = [];
  const lane = createLane(1);
  const first = openTask("first", begun);
  const second = openTask("second", begun);
  const late = openTask("late", begun);
  const running = lane(first.task);
  const next = lane(second.task);
  first.end();
  const afterFirst = running.then(() => lane(late.task));
  await running;
  second.end();
  late.end();
  await Promise.all([next, afterFirst]);
  expect(begun).toEqual(["first", "second", "late"]);
});

it("what is given back is one place", async () => {
  const begun: string[] = [];
  const lane = createLane(2);
  const run = (name: string): { end: () => void; ended: Promise<string> } => {
    const { task, end } = openTask(name, begun);
    return { end, ended: lane(task) };
  };
  for (const name of ["a", "b", "c"]) {
    const { end, ended } = run(name);
    end();
    await ended;
  }
  const [d, e, f] = ["d", "e", "f"].map(run);
  expect(begun).toEqual(["a", "b", "c", "d", "e"]);
  d?.end();
  await d?.ended;
  expect(begun).toEqual(["a", "b", "c", "d", "e", "f"]);
  for (const each of [e, f]) each?.end();
});
