import { describe, expect, it } from "vitest";
import { compileText } from "../support/compile-text.ts";

const zones = [
  "Europe/London",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Sydney",
  "America/Sao_Paulo",
  "Pacific/Auckland",
];

/** Forty jobs at forty times, in six zones, some on weekdays only, one environment. */
function fortyJobs(): string {
  const jobs = Array.from({ length: 40 }, (_, index) => {
    const time = `${String((index * 7) % 24).padStart(2, "0")}:${String((index * 13) % 60).padStart(2, "0")}`;
    const days = index % 3 === 0 ? ", days: weekdays" : "";
    return `  job${index}: { endpoint: /cron/${index}, schedule: { at: "${time}", timeZone: ${zones[index % zones.length]}${days} } }`;
  });
  return `version: 1
worker: w
account: { plan: free }
environments: { production: { backend: https://api.example.com } }
jobs:
${jobs.join("\n")}
`;
}

describe("forty jobs in six zones, on the Free plan", () => {
  const { compiled, diagnostics } = compileText(fortyJobs());

  it("compile, and are proved, into five triggers", () => {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(compiled?.environments.map(({ triggers }) => triggers.length)).toEqual([5]);
  });

  it("and every job is woken", () => {
    const woken = new Set(
      compiled?.environments.flatMap(({ triggers }) => triggers.flatMap(({ jobs }) => jobs)),
    );
    expect(woken.size).toBe(40);
  });
});
