import { expect, it } from "vitest";
import { IdempotencyStore } from "../../../examples/node/idempotency.ts";

it("forgets the oldest settled key beyond its capacity, never one that still runs", () => {
  const store = new IdempotencyStore(2);
  const ok = { status: 200, body: null };
  const running = store.admit("running", ["x"]);
  for (const key of ["a", "b"]) {
    const admission = store.admit(key, ["x"]);
    if (admission.kind === "new") admission.settle(ok);
  }
  expect(running.kind).toBe("new");
  expect(store.admit("running", ["x"]).kind).toBe("running");
  expect(store.admit("b", ["x"]).kind).toBe("done");
  expect(store.admit("a", ["x"]).kind).toBe("new");
});
