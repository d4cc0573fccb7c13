import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "../../dev/free-port.ts";

it("gives the port wished for while it is free, another while it is taken", async () => {
  const wished = await freePort(0);
  expect(await freePort(wished)).toBe(wished);

  const holder = createServer().listen(wished, "127.0.0.1");
  await once(holder, "listening");
  const other = await freePort(wished);
  holder.close();
  expect(other).toBeGreaterThan(0);
  expect(other).not.toBe(wished);
});
