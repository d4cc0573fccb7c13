/** .github/workflows: what may run with which token, and how. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Job } from "./support/workflow.ts";
import { files, readText, readWorkflow, root, runs } from "./support/workflow.ts";

const writes = ({ permissions = {} }: { readonly permissions?: Job["permissions"] }): string[] =>
  Object.keys(permissions).filter((scope) => permissions[scope] !== "read");

const actions = (text: string): string[] =>
  [...text.matchAll(/uses: (?!\.\/)(.+)/g)].map(([, action = ""]) => action);

const checksOut = (job: Job): boolean =>
  (job.steps ?? []).some(({ uses }) => uses?.startsWith("actions/checkout@"));

describe.each(files)("%s", (file) => {
  const text = readText(file);
  const workflow = readWorkflow(file);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  it("may write nothing but where a job says so, and what runs the repository's code may write nothing", () => {
    expect(workflow.permissions).toBeTypeOf("object");
    expect(writes(workflow)).toEqual([]);
    const writing = jobs.filter((job) => writes(job).length > 0);
    expect(writing.filter((job) => checksOut(job) && runs(job).length > 0)).toEqual([]);
    expect(writing.filter(({ uses }) => uses !== undefined)).toEqual([]);
  });

  it("shows no secret to the code of a pull request", () => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    const runsProposals = ["pull_request", "workflow_call"].some((event) => event in workflow.on);
    if (runsProposals) expect(text).not.toMatch(/secrets[.[:]/);
  });

  it("checks nothing out where a pull request's run sets it off", () => {
    if ("workflow_run" in workflow.on) expect(jobs.filter(checksOut)).toEqual([]);
  });

  it("puts nothing that others can write into a command", () => {
    expect(steps.flatMap(({ run }) => run ?? []).filter((run) => run.includes("${{"))).toEqual([]);
  });

  it("pins every action by its commit, with the version beside it", () => {
    for (const action of actions(text))
      expect(action).toMatch(/^[\w-]+\/[\w-]+(\/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("leaves no token behind a checkout", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const checkout of checkouts) expect(checkout.with?.["persist-credentials"]).toBe(false);
  });

  it("ends in time", () => {
    for (const job of jobs)
      if (job.uses === undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(20);
  });

  it("fails where a part of a pipe fails", () => {
    const piping = steps.filter(({ run }) => /[^|]\|[^|]/.test(run ?? ""));
    if (piping.length > 0) expect(workflow.defaults?.run.shell).toBe("bash");
  });

  it("shows Cloudflare's token only to the steps that call Cloudflare", () => {
    const withToken = steps.filter(({ env }) => env !== undefined && "CLOUDFLARE_API_TOKEN" in env);
    const named = withToken.flatMap(({ env = {} }) =>
      Object.values(env).filter((value) => value.includes("secrets.")),
    );
    expect(text.split("secrets.").length - 1).toBe(named.length);
    for (const { run } of withToken)
      expect(run).toMatch(/^npm run (deploy|--silent verify|verify)\b|wrangler/);
  });

  it("lets one deployment of an environment go at a time, and none be cut short", () => {
    const deploying = jobs.filter(
      ({ environment = "" }) => environment !== "" && !environment.endsWith("-verify"),
    );
    for (const { environment = "", concurrency } of deploying) {
      const group = environment.endsWith("-upload") ? "upload-production" : `deploy-${environment}`;
      expect(concurrency).toEqual({ group, "cancel-in-progress": false });
    }
  });
});

it("pins each action to one version everywhere", () => {
  const versions = new Map<string, Set<string>>();
  for (const action of files.flatMap((file) => actions(readText(file)))) {
    const [name = "", version = ""] = action.split("@");
    versions.set(name, new Set([...(versions.get(name) ?? []), version]));
  }
  expect(versions.size).toBeGreaterThan(3);
  expect([...versions].filter(([, each]) => each.size > 1)).toEqual([]);
});

it("calls only npm scripts that exist", () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
    scripts: Record<string, string>;
  };
  const called = files.flatMap((file) =>
    [...readText(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = ""]) => script),
  );
  expect(called).toContain("plan");
  expect(called.filter((script) => !(script in scripts))).toEqual([]);
});
