import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { costPerPeriod, countText } from "../../../codegen/passes/daily-cost.ts";
import type { DailyCost } from "../../../codegen/compiled.ts";
import { compileText } from "../support/compile-text.ts";

function costOf(text: string): DailyCost | undefined {
  const cost = compileText(text).compiled?.cost.average;
  return cost && { ...cost, workerRequests: Math.round(cost.workerRequests * 1000) / 1000 };
}

const file = (jobs: string) => `version: 1
worker: cron-worker
account: { plan: paid }
environments:
  production: { backend: "https://api.example.com" }
  staging: { backend: "https://staging.example.com" }
jobs:
${jobs}`;

describe("a day's cost", () => {
  // production: every 5 minutes and three times of day, staging: every 15 and three, development: four. No two meet.
  // 291 + 99 + 4 = 394 runs, each at a minute of its own: 394 · 3 + 394 · 2 + 3 · 96 rows, 394 + 394 + 3 · 96 requests.
  it("is, for this repository's schedules, what can be counted by hand", () => {
    const cost = costOf(readFileSync("schedules.yaml", "utf8"));
    expect(cost).toEqual({ rowsWritten: 2_258, objectRequests: 1_076, workerRequests: 394 });
  });

  // The least is the alarm of two environments: 192 of each.
  it.each<[string, string, DailyCost]>([
    [
      "nothing but alarms",
      "  a: { endpoint: /a, schedule: manual }\n",
      { rowsWritten: 192, objectRequests: 192, workerRequests: 0 },
    ],
    [
      "a job in both environments, and one of the same minute in one",
      '  a: { endpoint: /a, schedule: { at: "01:00" } }\n  b: { endpoint: /b, schedule: { staging: { at: "01:00" } } }\n',
      { rowsWritten: 192 + 3 * 3 + 2 * 2, objectRequests: 192 + 3 + 2, workerRequests: 2 },
    ],
    [
      "a job that is paused counts, one that is disabled does not",
      '  a: { endpoint: /a, pause: { reason: moving }, schedule: { staging: { at: "01:00" } } }\n' +
        '  b: { endpoint: /b, enabled: false, schedule: { at: "02:00" } }\n',
      { rowsWritten: 192 + 5, objectRequests: 192 + 2, workerRequests: 1 },
    ],
    // Each is two rows and a request more of the ledger, and a request of the Worker. At 01:00 two triggers wake it.
    [
      "a job that the backend completes, beside one that it does not",
      '  a: { endpoint: /a, completion: { within: 2h }, schedule: { staging: { at: ["01:00", "13:00"] } } }\n' +
        '  b: { endpoint: /b, schedule: { staging: { at: "01:00" } } }\n',
      { rowsWritten: 192 + 3 * 3 + 2 * 2 + 2 * 2, objectRequests: 192 + 3 + 2 + 2, workerRequests: 3 + 2 },
    ],
  ])("%s", (_name, jobs, want) => {
    expect(costOf(file(jobs))).toEqual(want);
  });

  it("leaves out spare wakes of the ledger's cost, and counts them as wakes", () => {
    const zoned =
      '  a: { endpoint: /a, timeZone: Europe/London, schedule: { production: { at: "09:00" } } }\n';
    expect(costOf(file(zoned))).toEqual({ rowsWritten: 197, objectRequests: 194, workerRequests: 2 });
  });
});

/** 25 jobs that run every minute of every Monday. */
function mondays(plan: "free" | "paid"): string {
  const jobs = Array.from(
    { length: 25 },
    (_, index) => `  j${index}: { endpoint: "/${index}", schedule: "* * * * MON" }\n`,
  );
  return `version: 1
worker: cron-worker
account: { plan: ${plan} }
defaults: { timeout: 1s, retry: { maxAttempts: 1 } }
environments:
  production: { backend: "https://api.example.com" }
jobs:
${jobs.join("")}`;
}

function costMessages(text: string): string[] {
  return compileText(text)
    .diagnostics.filter(({ code }) => code === "SCH406" || code === "SCH407")
    .map(({ message }) => message);
}

// On a Monday 25 · 1,440 runs at 1,440 minutes: 36,000 · 3 + 1,440 · 2 + 96 rows. 2027 has 52 Mondays of 365 days.
describe("a file whose days differ", () => {
  it("is held to the Free plan's limits by its busiest day", () => {
    const { cost } = compileText(mondays("free")).compiled ?? {};
    expect(cost?.busiest.rowsWritten).toBe(110_976);
    expect(cost?.average.rowsWritten).toBeCloseTo(96 + (110_880 * 52) / 365);
    expect(costMessages(mondays("free"))).toEqual([
      "this file costs about 110,976 rows written by the ledger on its busiest day: the free plan has 100,000 for the whole account, and refuses more",
    ]);
  });

  it("is held to what Paid includes by its months", () => {
    // 15,892 rows and 5,430 requests a day on average: 483,705 and 165,267 a month.
    expect(costMessages(mondays("paid"))).toEqual([]);
  });
});

describe("a plan's period", () => {
  const average = { rowsWritten: 1000, objectRequests: 0, workerRequests: 0 };
  const cost = { average, busiest: { ...average, rowsWritten: 7000 } };

  it("is the busiest day on Free, and a month of 30.436875 days on Paid", () => {
    expect(costPerPeriod(cost, "rowsWritten", "free")).toBe(7000);
    expect(costPerPeriod(cost, "rowsWritten", "paid")).toBeCloseTo(30_436.875);
  });

  it("is counted in whole numbers with commas", () => {
    expect([0, 999.5, 1_234_500.4].map(countText)).toEqual(["0", "1,000", "1,234,500"]);
  });
});
