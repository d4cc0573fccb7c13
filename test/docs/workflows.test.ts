/** .github/workflows: what a mistake in would only show when something is deployed. */
import { readFileSync, readdirSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { root } from "./markdown.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly permissions?: unknown;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = `${root}.github/workflows/`;
const files = readdirSync(folder);

function read(file: string): { text: string; workflow: Workflow } {
  const text = readFileSync(folder + file, "utf8");
  return { text, workflow: parse(text) as Workflow };
}

const runs = (job: Job | undefined): string[] => (job?.steps ?? []).flatMap(({ run }) => run ?? []);

describe.each(files)("%s", (file) => {
  const { text, workflow } = read(file);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  it("may read the repository and nothing else", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(jobs.map(({ permissions }) => permissions).filter((each) => each !== undefined)).toEqual([]);
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  });

  it("puts nothing that others can write into a command", () => {
    expect(runs({ steps }).filter((run) => run.includes("${{"))).toEqual([]);
  });

  it("pins every action by its commit, with the version beside it", () => {
    const actions = [...text.matchAll(/uses: (?!\.\/)(.+)/g)].map(([, action]) => action);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("leaves no token behind a checkout, and ends in time", () => {
    expect(text.split("actions/checkout@")).toHaveLength(text.split("persist-credentials: false").length);
    for (const job of jobs)
      if (job.uses === undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(20);
  });

  it("shows Cloudflare's token only to the steps that call Cloudflare", () => {
    const withToken = steps.filter(({ env }) => env !== undefined && "CLOUDFLARE_API_TOKEN" in env);
    expect(text.split("secrets.").length - 1).toBe(withToken.length * 2);
    for (const { run } of withToken) expect(run).toMatch(/npm run deploy|wrangler/);
  });

  it("lets one deployment of an environment go at a time, and none be cut short", () => {
    for (const job of jobs.filter(({ environment }) => environment !== undefined)) {
      expect(job.concurrency?.group).toMatch(/^(deploy-(staging|production)|upload-production)$/);
      expect(job.concurrency?.["cancel-in-progress"]).toBe(false);
    }
  });
});

it("validates every pull request with the tests and the check", () => {
  const { workflow } = read("ci.yml");
  expect(Object.keys(workflow.on)).toContain("pull_request");
  expect(runs(workflow.jobs["validate"])).toEqual([
    "npm ci",
    "npm run check -- --format github",
    "npm run types",
    "npm run lint",
    "npx prettier --check .",
    "npm test",
  ]);
});

it("deploys to staging after the validation, and to production after staging", () => {
  const { jobs } = read("deploy.yml").workflow;
  expect(jobs["validate"]?.uses).toBe("./.github/workflows/ci.yml");
  expect(jobs["staging"]).toMatchObject({ needs: "validate", environment: "staging" });
  expect(jobs["production"]).toMatchObject({ needs: "staging", environment: "production" });
  for (const name of ["staging", "production"]) {
    const [deploy, health] = runs(jobs[name]).slice(-2);
    expect(deploy).toBe(`npm run deploy -- --env ${name}`);
    expect(health).toContain(`"$HEALTH_URL" | jq --exit-status '.environment == "${name}"'`);
  }
});

it("applies the cron triggers of a promoted version, which is live before", () => {
  const { jobs } = read("promote.yml").workflow;
  expect(runs(jobs["upload"]).join("\n")).toContain(
    "wrangler versions upload -c wrangler.toml --env production",
  );
  expect(jobs["promote"]).toMatchObject({
    needs: "upload",
    environment: "production",
    concurrency: { group: "deploy-production" },
  });
  const [live, triggers, health] = runs(jobs["promote"]).slice(-3);
  expect(live).toBe('npx wrangler versions deploy "$VERSION_ID@100" --yes -c wrangler.toml --env production');
  expect(triggers).toBe("npx wrangler triggers deploy -c wrangler.toml --env production");
  expect(health).toContain("$HEALTH_URL");
});
