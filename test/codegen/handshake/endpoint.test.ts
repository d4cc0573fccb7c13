import { expect, it } from "vitest";
import { endpointsOf } from "../../../codegen/handshake/endpoint.ts";
import { compileText } from "../support/compile-text.ts";

const file = (jobs: string): string => `version: 1
worker: w
account: { plan: paid }
environments:
  production: { backend: https://api.example.org }
jobs:
${jobs}`;

/** Of each endpoint: its first job, and one that its path is not for. */
function otherJobs(jobs: string): string[][] {
  const environment = compileText(file(jobs)).compiled?.resolved.environments[0];
  if (!environment) throw new Error("the file does not compile");
  return endpointsOf(environment, []).map((endpoint) => [endpoint.jobs[0] ?? "", endpoint.otherJob]);
}

it("names a job of another path, whatever the query, or makes one up", () => {
  const day = '  day: { endpoint: "POST /mop?hours=25", schedule: manual }\n';
  const week = '  week: { endpoint: "POST /mop?hours=168", schedule: manual }\n';
  const check = "  check: { endpoint: POST /check, schedule: manual }\n";
  expect(otherJobs(day + week + check)).toEqual([
    ["day", "check"],
    ["week", "check"],
    ["check", "day"],
  ]);
  expect(otherJobs(day + week)).toEqual([
    ["day", "dayOther"],
    ["week", "weekOther"],
  ]);
});
