/**
 * New York's clocks, in workerd: the triggers that the compiler wrote for test/fixtures/ok/new-york are fired at each of
 * their minutes around both changes of 2026, and the requests are what runs.
 */
import { expect, it } from "vitest";
import { matches, parseCron } from "../../src/schedule/cron.ts";
import { jobMap } from "../fixtures/ok/new-york/job-map.ts";
import { createHarness } from "./harness.ts";

const { production } = jobMap.environments;

/** Fires every trigger on three UTC days from `date`; gives the minutes (UTC) at which each job's request was sent. */
async function runsAround(date: string): Promise<Record<string, string[]>> {
  const harness = createHarness({
    jobs: production.jobs,
    environment: { triggers: production.triggers },
    almanac: jobMap.almanac,
  });
  const runs: Record<string, string[]> = {};
  const first = Date.parse(`${date}T00:00Z`) / 60_000;
  for (let minute = first; minute < first + 3 * 1440; minute += 1) {
    for (const cron of Object.keys(production.triggers)) {
      const parsed = parseCron(cron);
      if (!parsed.ok || !matches(parsed.cron, minute)) continue;
      const before = harness.sent.length;
      await harness.tick({ cron, scheduledTime: minute * 60_000 });
      for (const sent of harness.sent.slice(before)) {
        const job = sent.split("/").at(-1) ?? "";
        (runs[job] ??= []).push(new Date(minute * 60_000).toISOString().slice(8, 16));
      }
    }
  }
  return runs;
}

it("the clocks go from 02:00 to 03:00 on 8 March 2026, at 07:00 UTC", async () => {
  const { interval, ...times } = await runsAround("2026-03-07");
  expect(times).toEqual({
    shifted: ["07T07:30", "08T07:30", "09T06:30"],
    skipped: ["07T07:30", "09T06:30"],
    first: ["07T06:30", "08T06:30", "09T05:30"],
    last: ["07T06:30", "08T06:30", "09T05:30"],
    both: ["07T06:30", "08T06:30", "09T05:30"],
  });
  expect(interval).toHaveLength(3 * 48);
});

it("the clocks go from 02:00 back to 01:00 on 1 November 2026, at 06:00 UTC", async () => {
  const { interval, ...times } = await runsAround("2026-10-31");
  expect(times).toEqual({
    shifted: ["31T06:30", "01T07:30", "02T07:30"],
    skipped: ["31T06:30", "01T07:30", "02T07:30"],
    first: ["31T05:30", "01T05:30", "02T06:30"],
    last: ["31T05:30", "01T06:30", "02T06:30"],
    both: ["31T05:30", "01T05:30", "01T06:30", "02T06:30"],
  });
  expect(interval).toHaveLength(3 * 48);
});
