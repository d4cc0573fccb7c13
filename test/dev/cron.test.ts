import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TickClock } from "../../dev/clock.ts";
import { Cron } from "../../dev/cron.ts";
import { parseCron } from "../../src/schedule/cron.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("fires each trigger as it comes due, and lets pass what comes due while it is stopped", () => {
  const everyMinute = parseCron("* * * * *");
  if (!everyMinute.ok) throw new Error("not a cron expression");
  const triggers = [{ text: "* * * * *", cron: everyMinute.cron }];
  const clock = new TickClock(Date.now, { from: 0, startedAt: Date.now(), speed: 60 });
  const cron = new Cron(clock);
  const fired: number[] = [];
  const end = cron.begin(
    () => triggers,
    ({ scheduledTime }) => fired.push(scheduledTime / 60_000),
  );

  vi.advanceTimersByTime(2_000);
  cron.stopOrStart();
  expect(cron.isStopped).toBe(true);
  vi.advanceTimersByTime(2_000);
  cron.stopOrStart();
  vi.advanceTimersByTime(1_000);
  expect(fired).toEqual([1, 2, 5]);

  end();
  vi.advanceTimersByTime(5_000);
  expect(fired).toEqual([1, 2, 5]);
});
