import { describe, expect, it } from "vitest";
import { comparePlans } from "../../../codegen/plan/compare-plans.ts";
import type { Finding } from "../../../codegen/plan/merge-findings.ts";
import { mergeFindings } from "../../../codegen/plan/merge-findings.ts";
import { printPlanMarkdown } from "../../../codegen/plan/print-plan-markdown.ts";
import { compiled, planMinute } from "./support/plan-case.ts";

function finding(
  kind: Finding["kind"],
  environment: string | null,
  job: string | null,
  why = "why",
): Finding {
  return { kind, environment, job, tell: (who, verb) => `${who} ${verb("stops", "stop")}: ${why}.` };
}

const rows = [
  {
    name: "one stays as it is",
    given: [finding("overlap", "staging", "a")],
    want: [["a in staging stops: why."]],
  },
  {
    name: "one job in several environments is one",
    given: [finding("overlap", "staging", "a"), finding("overlap", "production", "a")],
    want: [["a in staging and production stops: why."]],
  },
  {
    name: "several jobs in the same environments are told together",
    given: ["a", "b"].flatMap((job) => [finding("overlap", "staging", job), finding("overlap", "live", job)]),
    want: [["a and b in staging and live stop: why."]],
  },
  {
    name: "no job is named where nothing happens to it",
    given: [
      finding("overlap", "staging", "a"),
      finding("overlap", "live", "a"),
      finding("overlap", "live", "b"),
    ],
    want: [["a in staging and live stops: why."], ["b in live stops: why."]],
  },
  {
    name: "another kind or another why is told apart",
    given: [
      finding("overlap", "staging", "a"),
      finding("overlap", "staging", "b", "another"),
      finding("no-auth", "staging", "c"),
    ],
    want: [["c in staging stops: why."], ["a in staging stops: why."], ["b in staging stops: another."]],
  },
  {
    name: "environments are told together, and apart from their jobs",
    given: [
      finding("new-secret", "a", null),
      finding("new-secret", "b", "x"),
      finding("new-secret", "c", null),
    ],
    want: [["a and c stop: why."], ["x in b stops: why."]],
  },
  {
    name: "of more than four the rest is counted",
    given: ["a", "b", "c", "d", "e", "f"].map((job) => finding("runs-nowhere", null, job)),
    want: [["a, b, c, d and 2 more stop: why."]],
  },
  {
    name: "the worst comes first",
    given: (["retries-slow-work", "overlap", "paused-without-end", "runs-nowhere"] as const).map((kind) =>
      finding(kind, null, kind),
    ),
    want: [
      ["runs-nowhere stops: why."],
      ["paused-without-end stops: why."],
      ["overlap stops: why."],
      ["retries-slow-work stops: why."],
    ],
  },
];

describe("dangers together", () => {
  it.each(rows)("$name", ({ given, want }) => {
    expect(mergeFindings(given).map(({ text }) => [text])).toEqual(want);
  });

  it("keep the keys and the names", () => {
    expect(mergeFindings(["a", "b"].map((job) => finding("overlap", "live", job)))).toMatchObject([
      { kind: "overlap", jobs: ["a", "b"], environments: ["live"] },
    ]);
  });
});

/** A file of a thousand jobs; `ofLast` is added to what the last one says. */
function file(settings: string, ofLast = ""): string {
  return [
    "version: 1",
    "worker: cron-worker",
    "account: { plan: paid }",
    "environments:",
    '  production: { backend: "https://api.example.com" }',
    '  staging: { backend: "https://staging.example.com" }',
    `defaults: { ${settings} }`,
    "jobs:",
    ...Array.from(
      { length: 1000 },
      (_, index) =>
        `  job${index}: { endpoint: /job-${index}, schedule: { at: "02:06" }${index === 999 ? ofLast : ""} }`,
    ),
  ].join("\n");
}

describe("a thousand jobs that change alike", () => {
  const before = compiled(file("auth: none"));
  const after = compiled(
    file("auth: none, retry: { on: [network, timeout] }", ", pause: { reason: the source is down }"),
  );

  it("name only the environment that is asked for", () => {
    const plan = comparePlans(before, after, { nowMinute: planMinute, only: "staging" });
    expect(plan.dangers).toMatchObject([
      { kind: "paused-without-end", environments: ["staging"], jobs: ["job999"] },
      { kind: "retries-slow-work", environments: ["staging"] },
    ]);
    expect(plan.dangers[1]?.jobs).toHaveLength(1000);
  });

  it("hide no worse danger of one", () => {
    const plan = comparePlans(before, after, { nowMinute: planMinute });
    const labels = { before: "before.yaml", after: "after.yaml" };
    const lines = printPlanMarkdown(plan, labels).split("\n");
    const dangers = lines.filter((line) => line.startsWith("> - "));
    expect(dangers).toEqual([
      "> - The pause of job999 in production and staging has no end: it does not run until the line goes.",
      "> - job0, job1, job2, job3 and 996 more in production and staging are now tried again after a timeout: work that is only " +
        "slow is started a second time, unless the backend honours Idempotency-Key.",
    ]);
  });
});
