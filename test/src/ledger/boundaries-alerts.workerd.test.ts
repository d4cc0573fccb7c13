/** Alerts that were sent and could not be written down, and those that nobody could be sent. */
import { expect, it } from "vitest";
import { always, downBetween } from "./backend-model.ts";
import { SLACK } from "./kit.ts";
import { DAY, HOUR, inWorld, MINUTE, START } from "./world.ts";

const A = { schedule: [{ cron: "0 * * * *" }], notify: { slack: SLACK } };
const HOURS = { triggers: { "0 * * * *": ["a"] } };

it("what was sent is written down as soon as the storage takes it, so that no later restart sends it again", async () => {
  await inWorld({ jobs: { a: A }, environment: HOURS, behave: always(400, 200) }, async (world) => {
    world.onSlack(() => world.setMood("refuses writes"));
    await world.runCron(START + MINUTE);
    world.setMood("well");
    await world.ledger().standing();
    await world.time.runUntil(START + 2 * MINUTE);
    world.kill();
    await world.runCron(START + 5 * HOUR);
    expect(world.slack).toEqual([{ at: START + 10_200, text: "🔴 test: 1 job failed: a" }]);
  });
});

it("what could not be sent for a day is not sent when somebody wants to hear again", async () => {
  const behave = downBetween(START, START + HOUR);
  await inWorld({ jobs: { a: A }, environment: HOURS, behave }, async (world) => {
    world.setSlack({ status: 500 });
    await world.runCron(START + MINUTE);
    world.deploy({ a: { ...A, notify: null } }, HOURS);
    await world.runCron(START + 2 * DAY);
    world.setSlack({ status: 200 });
    world.deploy({ a: A }, HOURS);
    await world.runCron(START + 2 * DAY + 5 * HOUR);
    expect(world.slack).toEqual([]);
  });
});

it("what nobody wanted to hear while it waited is not sent when somebody wants to hear again", async () => {
  const behave = downBetween(START, START + HOUR);
  await inWorld({ jobs: { a: A }, environment: HOURS, behave }, async (world) => {
    world.setSlack({ status: 500 });
    await world.runCron(START + MINUTE);
    world.deploy({ a: { ...A, notify: null } }, HOURS);
    await world.runCron(START + 2 * HOUR + MINUTE);
    world.setSlack({ status: 200 });
    world.deploy({ a: A }, HOURS);
    await world.runCron(START + 5 * HOUR);
    expect(world.slack.filter(({ text }) => text.includes("failed"))).toEqual([]);
  });
});
