import { describe, expect, it } from "vitest";
import { compileText, markedText } from "../support/compile-text.ts";

/** The locks that are called unshared, and the hints. */
function unshared(jobs: string, defaults = "{}"): (string | undefined)[][] {
  const { diagnostics } = compileText(`version: 1
worker: cron-worker
account: { plan: paid }
defaults: ${defaults}
environments:
  production: { backend: "https://api.example.com" }
  staging: { backend: "https://staging.example.com" }
jobs:
${jobs}`);
  const found = diagnostics.filter(({ code }) => code === "SCH312");
  return found.map((each) => [markedText(each), each.hint]);
}

const give = "give it to the jobs that must not run at the same time, or remove it";

describe("a lock of one job", () => {
  it.each<[string, string, (string | undefined)[][]]>([
    [
      "shared by name",
      "  a: { endpoint: /a, schedule: manual, lock: x }\n  b: { endpoint: /b, schedule: manual, lock: x }\n",
      [],
    ],
    [
      "shared with the job of that name",
      "  a: { endpoint: /a, schedule: manual }\n  b: { endpoint: /b, schedule: manual, lock: a }\n",
      [],
    ],
    ["its own key", "  a: { endpoint: /a, schedule: manual, lock: a }\n", []],
    ["no other job has it", "  a: { endpoint: /a, schedule: manual, lock: writes }\n", [["writes", give]]],
    [
      "a job's key misspelt",
      "  report: { endpoint: /a, schedule: manual }\n  b: { endpoint: /b, schedule: manual, lock: reprot }\n",
      [["reprot", "did you mean `report`?"]],
    ],
    [
      "shared by jobs of two environments, which never meet",
      "  a: { endpoint: /a, schedule: manual, overrides: { production: { lock: writes } } }\n" +
        "  b: { endpoint: /b, schedule: manual, overrides: { staging: { lock: writes } } }\n",
      [
        ["writes", give],
        ["writes", give],
      ],
    ],
    [
      "shared in one environment of two",
      "  a: { endpoint: /a, schedule: manual, lock: writes }\n" +
        "  b: { endpoint: /b, schedule: manual, overrides: { staging: { lock: writes } } }\n",
      [],
    ],
  ])("%s", (_name, jobs, want) => {
    expect(unshared(jobs)).toEqual(want);
  });

  it("of all jobs, in the defaults, is shared by them", () => {
    const jobs = "  a: { endpoint: /a, schedule: manual }\n  b: { endpoint: /b, schedule: manual }\n";
    expect(unshared(jobs, "{ lock: one }")).toEqual([]);
  });
});
