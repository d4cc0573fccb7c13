/** What is claimed is executed, though the log fails that tells of it. */
import { expect, it } from "vitest";
import type { Line } from "../harness.ts";
import { inWorld, MINUTE, START } from "./world.ts";

const FIVE = {
  jobs: {
    five: { schedule: [{ cron: "*/5 * * * *" }], catchUp: { withinMs: 5 * MINUTE, runs: "latest" } },
  },
  environment: { triggers: { "*/5 * * * *": ["five"] } },
} as const;

it("a catch-up that the alarm claims begins, though the line that says why does not come out", async () => {
  await inWorld({ ...FIVE, from: START + MINUTE }, async (world) => {
    await world.ledger().standing();
    const lines = world.lines as Line[];
    lines.push = (line) => {
      if (line.message.endsWith("was missed")) throw new Error("the console is broken");
      return Array.prototype.push.call(lines, line);
    };
    await world.runCron(START + 8 * MINUTE, { drop: () => true });
    // The minute 00:05 is missed 2 minutes later.
    expect(world.backend.received.map(({ at, key }) => [key, (at - START) / MINUTE])).toEqual([
      ["test:five:20261123T0005Z", 7],
    ]);
  });
});
