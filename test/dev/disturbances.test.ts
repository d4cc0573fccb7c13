import { expect, it } from "vitest";
import { Disturbances } from "../../dev/disturbances.ts";

const at = (time: string): number => Date.parse(`2026-11-23T${time}Z`);

function disturb(now: string) {
  const said: string[] = [];
  const killed: (() => void)[] = [];
  const cron = { isStopped: false, stopOrStart: () => void (cron.isStopped = !cron.isStopped) };
  const disturbances = new Disturbances({
    cron,
    kill: () => new Promise<void>((resolve) => killed.push(resolve)),
    say: (text) => said.push(text),
    next: () => "02:05 UTC: a",
    watchedSince: () => at("02:03"),
    now: () => at(now),
    onError: () => expect.unreachable(),
  });
  return { disturbances, said, killed };
}

it("stops and starts the cron, and says what happens now", () => {
  const { disturbances, said } = disturb("02:33");
  disturbances.react("p");
  disturbances.react("p");
  expect(said).toEqual([
    "Cloudflare's cron is stopped. It will miss first: 02:05 UTC: a",
    "Two minutes after each the ledger alerts and makes it up.",
    "Cloudflare's cron is started. Next: 02:05 UTC: a",
  ]);
});

it("says how long there are no alerts", () => {
  const { disturbances, said } = disturb("02:32");
  disturbances.react("p");
  expect(said[1]).toBe(
    "Two minutes after each the ledger makes it up. It alerts from 02:33 UTC on: the half hour after a deploy is quiet.",
  );
});

it("kills the Worker once, in the next run", async () => {
  const { disturbances, said, killed } = disturb("02:10");
  disturbances.onJobRequest("a");
  expect(killed).toHaveLength(0);
  disturbances.react("k");
  expect(said).toEqual(["The Worker is killed in the next run. Next: 02:05 UTC: a"]);
  disturbances.onJobRequest("b");
  disturbances.onJobRequest("c");
  expect(killed).toHaveLength(1);
  expect(said.at(-1)).toBe(
    "The Worker is killed in a run of b: it is lost when its lease is over, in 2 to 16 minutes.",
  );
  killed[0]?.();
  await expect.poll(() => said.at(-1)).toBe("The Worker is up again, on the same data.");
});

it("says nothing of the cron's next run while the cron is stopped", () => {
  const { disturbances, said } = disturb("02:10");
  disturbances.react("p");
  disturbances.react("k");
  expect(said.at(-1)).toBe("The Worker is killed in the next run.");
});
