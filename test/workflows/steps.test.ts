/** .github/workflows: that each does its part, in order. */
import { expect, it } from "vitest";
import { readWorkflow, runs } from "./support/workflow.ts";

it("validates every pull request with the tests and the check", () => {
  const { on, jobs } = readWorkflow("ci.yml");
  expect(Object.keys(on)).toContain("pull_request");
  expect(runs(jobs["validate"])).toEqual([
    "npm ci",
    "npm run check -- --format github",
    "npm run types",
    "npm run lint",
    "npx prettier --check .",
    "npm test",
  ]);
});

it("plans with the whole history, and comments when that has ended well", () => {
  const [checkout] = readWorkflow("plan.yml").jobs["plan"]?.steps ?? [];
  expect(checkout?.with).toMatchObject({ "fetch-depth": 0 });
  const { on, jobs } = readWorkflow("comment.yml");
  expect(on).toEqual({ workflow_run: { workflows: ["plan"], types: ["completed"] } });
  expect(jobs["comment"]?.if).toContain("github.event.workflow_run.conclusion == 'success'");
  expect(jobs["comment"]?.permissions).toEqual({ actions: "read", "pull-requests": "write" });
});

it("uploads what the check found, but not from a fork", () => {
  const { on, jobs } = readWorkflow("code-scanning.yml");
  expect(on).toEqual({ pull_request: null, push: { branches: ["main"] } });
  expect(jobs["upload"]).toMatchObject({ needs: "check", permissions: { "security-events": "write" } });
  expect(jobs["upload"]?.if).toContain("pull_request.head.repo.full_name == github.repository");
  expect(jobs["upload"]?.steps?.at(-1)?.with).toMatchObject({ sarif_file: "sarif/schedules.sarif" });
});

it("deploys to staging after the validation, and to production after staging", () => {
  const { jobs } = readWorkflow("deploy.yml");
  expect(jobs["validate"]?.uses).toBe("./.github/workflows/ci.yml");
  expect(jobs["staging"]).toMatchObject({ needs: "validate", environment: "staging" });
  expect(jobs["production"]).toMatchObject({ needs: "staging", environment: "production" });
  for (const name of ["staging", "production"]) {
    expect(jobs[name]?.steps?.[0]?.with).toMatchObject({ "fetch-depth": 0 });
    const [deploy, health] = runs(jobs[name]).slice(-2);
    expect(deploy).toBe(`npm run deploy -- ${name} --yes`);
    expect(health).toContain(`"$WORKER_URL/health" | jq --exit-status '.environment == "${name}"'`);
  }
});

it("applies the cron triggers of a promoted version, which is live before, and verifies both", () => {
  const { jobs } = readWorkflow("promote.yml");
  expect(runs(jobs["upload"]).join("\n")).toContain(
    'wrangler versions upload -c wrangler.toml --env production --tag "$GITHUB_SHA"',
  );
  expect(jobs["promote"]).toMatchObject({ needs: "upload", environment: "production" });
  const [live, triggers, health, verify] = runs(jobs["promote"]).slice(-4);
  expect(live).toBe('npx wrangler versions deploy "$VERSION_ID@100" --yes -c wrangler.toml --env production');
  expect(triggers).toBe("npx wrangler triggers deploy -c wrangler.toml --env production");
  expect(health).toContain('"$WORKER_URL/health"');
  expect(verify).toBe("npm run verify -- --env production");
});

it("verifies once a day what was deployed last, and not at the full hour", () => {
  const { on, jobs } = readWorkflow("verify.yml");
  const [{ cron = "" } = {}] = (on["schedule"] ?? []) as { cron?: string }[];
  expect(cron).toMatch(/^([1-9]|[1-5]\d) \d+ \* \* \*$/);
  expect("workflow_dispatch" in on).toBe(true);
  const { environment, steps = [] } = jobs["verify"] ?? {};
  expect(environment).toBe("${{ matrix.environment }}-verify");
  const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkout?.with).toMatchObject({ ref: "${{ steps.deployed.outputs.commit }}" });
  for (const step of steps.slice(1)) expect(step.if).toBe("steps.deployed.outputs.commit != ''");
});
