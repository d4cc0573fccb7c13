/** A run fails, and the ledger can't be told: people hear of it all the same, in time and once. */
import { describe, expect, it } from "vitest";
import type { Behaviour, ReceivedCall } from "./backend-model.ts";
import { history, SLACK } from "./kit.ts";
import { report } from "./report.ts";
import { inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const five = { name: "Five", schedule: [{ cron: "*/5 * * * *" }], notify: { slack: SLACK } };
/** Well, but for the run of 00:05, whose three attempts end 13.6 s after its time. */
const behave = ({ key }: ReceivedCall): Behaviour => ({
  status: key.endsWith("T0005Z") ? 503 : 200,
  takesMs: 200,
});
const options: WorldOptions = {
  jobs: { five },
  environment: { triggers: { "*/5 * * * *": ["five"] } },
  behave,
};

/** At 00:07 it has failed, and neither the ledger nor Slack has taken that. Slack is well again. */
async function failUnheard(world: World): Promise<void> {
  await world.runCron(START + 4 * MINUTE);
  world.setMood("throws");
  world.setSlack({ status: 503 });
  await world.runCron(START + 7 * MINUTE);
  expect(world.slack).toEqual([]);
  world.setSlack({});
}

describe("a failed run that Slack did not take then", () => {
  it("is told by the ledger when that has heard of it", async () => {
    await inWorld(options, async (world) => {
      await failUnheard(world);
      world.setMood("well");
      await world.runCron(START + 9 * MINUTE);
      expect(world.slack.map(({ text }) => text)).toEqual(["🔴 test: 1 job failed: Five"]);
    });
  });

  it("is told at the tick's end, where the ledger never hears of it", async () => {
    await inWorld(options, async (world) => {
      await failUnheard(world);
      await world.runCron(START + 25 * MINUTE, { drop: () => true });
      expect(world.slack.map(({ text }) => text)).toEqual(["🔴 test: 1 job failed: Five"]);
    });
  });
});

describe("a failed run is told a minute after its tick's last run", () => {
  it.each(["throws", "hangs"] as const)(
    "while the ledger %s, and not again when it answers within the tick",
    async (mood) => {
      await inWorld(options, async (world) => {
        await world.runCron(START + 4 * MINUTE);
        world.setMood(mood);
        await world.runCron(START + 9 * MINUTE);
        const toldAt = world.slack.map(({ at }) => (at - START) / 1000);
        report(`the ledger ${mood}`, { toldAt });
        expect(toldAt).toEqual([expect.toSatisfy((at: number) => at > 370 && at < 380)]);

        world.setMood("well");
        await world.runCron(START + 20 * MINUTE);
        expect(await history(world)).toMatchObject([
          { status: "succeeded" },
          { status: "failed", trigger: "cron" },
          { status: "succeeded" },
          { status: "succeeded" },
        ]);
        expect(world.slack.map(({ text }) => text)).toEqual([
          "🔴 test: 1 job failed: Five",
          "🟢 test: 1 job recovered: Five",
        ]);
      });
    },
  );
});
