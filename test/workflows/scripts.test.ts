/** The other scripts of the workflows, run as they stand, with stand-ins for the commands that they call. */
import { describe, expect, it } from "vitest";
import type { StepRun } from "./support/run-step.ts";
import { runStep, standIn } from "./support/run-step.ts";
import { readWorkflow, runs, stepNamed } from "./support/workflow.ts";

function planned(exitCode: number): Promise<StepRun> {
  return runStep(stepNamed("plan.yml", "Compare by meaning"), {
    npm: standIn(exitCode, "### Schedules"),
    env: { BASE_REF: "release/1  $(touch bad)", NUMBER: "7" },
  });
}

/** Deployments `c1`, `c2`, …, the newest first, by their states; null: GitHub does not answer. */
function lastDeployed(states: readonly (string | null)[] | null): Promise<StepRun> {
  const list = "repos/town/clock/deployments?environment=production&per_page=100";
  const deployments = (states ?? []).map((_, index) => ({ id: index + 1, sha: `c${index + 1}` }));
  const statuses = (states ?? []).map((state, index) => [
    `repos/town/clock/deployments/${index + 1}/statuses?per_page=1`,
    state === null ? [] : [{ state }],
  ]);
  return runStep(stepNamed("verify.yml", "Find what was deployed last"), {
    gh: { get: states === null ? {} : { [list]: deployments, ...Object.fromEntries(statuses) } },
    env: { GH_TOKEN: "of-the-job", ENVIRONMENT: "production" },
  });
}

describe("plan.yml", () => {
  it.each([
    [0, "same\n"],
    [1, "problems\n"],
    [3, "different\n"],
  ])("takes the exit code %i of the plan as a result", async (exitCode, result) => {
    const done = await planned(exitCode);
    expect(done.code, done.log).toBe(0);
    expect(done.read("temp/plan/result")).toBe(result);
    expect(done.read("temp/plan/number")).toBe("7\n");
    expect(done.read("temp/plan/plan.md")).toBe("### Schedules");
    expect(done.read("summary")).toBe("### Schedules");
  });

  it("asks for the plan beside the branch that it goes to, whatever that is called", async () => {
    const { calls, read } = await planned(0);
    expect(calls).toEqual([
      "npm run --silent plan -- --base origin/release/1  $(touch bad) --format markdown --exit-code",
    ]);
    expect(read("workspace/bad")).toBeUndefined();
  });

  it("fails where the plan was asked for in a wrong way", async () => {
    const done = await planned(2);
    expect(done.code).toBe(2);
    expect(done.read("temp/plan/result")).toBeUndefined();
  });
});

describe("code-scanning.yml", () => {
  it.each([
    ["goes on", 0, 0],
    ["goes on", 1, 0],
    ["fails", 2, 1],
  ])("%s where the check ends with %i", async (_what, exitCode, expected) => {
    const [, check = ""] = runs(readWorkflow("code-scanning.yml").jobs["check"]);
    const done = await runStep({ run: check }, { npm: standIn(exitCode) });
    expect(done.calls).toEqual(["npm run --silent check -- --format sarif=schedules.sarif"]);
    expect(done.code).toBe(expected);
  });
});

describe("verify.yml", () => {
  it.each<[string, (string | null)[], string]>([
    ["the last one", ["success", "inactive"], "commit=c1\n"],
    ["the last that ended well", ["failure", "error", "success", "success"], "commit=c3\n"],
    [
      "the one that is live while another waits for approval",
      ["waiting", "queued", null, "success"],
      "commit=c4\n",
    ],
    ["none while one is under way", ["in_progress", "success"], ""],
    ["none where none was", [], ""],
    ["none where none ended well", ["failure"], ""],
  ])("compares with %s", async (_what, states, outputs) => {
    const done = await lastDeployed(states);
    expect(done.code, done.log).toBe(0);
    expect(done.read("outputs")).toBe(outputs);
    expect(done.log.includes("::notice::")).toBe(outputs === "");
  });

  it("fails where GitHub does not tell", async () => {
    expect((await lastDeployed(null)).code).toBe(1);
  });

  it.each([0, 3, 4])("shows what differs, and ends as the command does: %i", async (exitCode) => {
    const done = await runStep(stepNamed("verify.yml", "Compare"), {
      npm: standIn(exitCode, "### production"),
      env: { ENVIRONMENT: "production" },
    });
    expect(done.code).toBe(exitCode);
    expect(done.calls).toEqual(["npm run --silent verify -- --env production --format markdown"]);
    expect(done.read("summary")).toBe("### production");
    expect(done.log).toContain("### production");
  });
});
