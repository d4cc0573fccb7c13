/** The .gitlab-ci.yml of docs/ci.md: valid by GitLab's schema, and its script for the notes does what the page says. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it, onTestFinished } from "vitest";
import { escapeMarkdown } from "../../codegen/text/escape-markdown.ts";
import { codeBlocks, root } from "../docs/markdown.ts";
import { startProcess } from "../support/start-process.ts";
import type { GitlabCall, GitlabProject } from "./support/gitlab.ts";
import { projectPage, startGitlab } from "./support/gitlab.ts";
import { entities, mentions, shownAs } from "./support/mentions.ts";
import { runStep } from "./support/run-step.ts";

const pipelineText =
  codeBlocks("docs/ci.md").find(({ text }) => text.startsWith("# .gitlab-ci.yml\n"))?.text ?? "";
const pipeline = parse(pipelineText) as Record<string, { readonly script: readonly string[] }>;

/** What gitlab-ci-local, which carries GitLab's schema, says of a pipeline; it looks at it as a push to `main`. */
async function lint(text: string): Promise<{ code: number | null; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "gitlab-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, ".gitlab-ci.yml"), text);
  const program = `${root}node_modules/gitlab-ci-local/dist/index.js`;
  return startProcess([program, "--list-all"], { cwd: folder, env: { HOME: folder } }).ended;
}

describe("the pipeline", () => {
  it("is valid by GitLab's schema", async () => {
    const { code, output } = await lint(pipelineText);
    expect(code, output).toBe(0);
    expect(output).toContain("json schema validated");
    const jobs = output.split("\n").map((line) => /^(\S+(?: \[\w+\])?) {2,}/.exec(line)?.[1]);
    expect(jobs).toEqual(
      expect.arrayContaining(["check", "plan", "staging", "production", "verify: [production]", "notes"]),
    );
  });

  it.each([
    ["an unknown key", "resource_group: staging", "resource_groups: staging"],
    ["a stage that is not there", "stage: staging", "stage: stagin"],
    ["a template that is not there", "extends: .install", "extends: .instal"],
    ["a wrong type", "timeout: 20 minutes", "timeout: [20]"],
  ])("would not be with %s", async (_what, from, to) => {
    expect(pipelineText).toContain(from);
    expect((await lint(pipelineText.replace(from, to))).code).not.toBe(0);
  });

  it("shows no secret to a merge request, whose jobs name none", () => {
    for (const job of ["check", "plan"])
      expect(JSON.stringify(pipeline[job])).not.toMatch(/TOKEN|environment/);
  });
});

const plan = "### Schedules: 1 job changes\n\n| Job |\n| --- |\n| `poll` |\n";
const noteOf = (text: string): string =>
  `<!-- schedules-plan -->\nMade for 5f1b3c0a9d8e, by the code of this merge request.\n\n${text.trimEnd()}`;

async function writeNotes(
  project: GitlabProject,
): Promise<{ code: number | null; writes: readonly GitlabCall[] }> {
  const gitlab = await startGitlab(project);
  onTestFinished(() => gitlab.close());
  const { code, log } = await runStep(
    { run: pipeline["notes"]?.script.join("\n") ?? "" },
    { env: { CI_API_V4_URL: gitlab.address, CI_PROJECT_ID: "5", NOTES_TOKEN: "of-the-project" } },
  );
  expect(log).toBe("");
  return { code, writes: gitlab.calls.filter(({ method }) => method !== "GET") };
}

describe("the notes", () => {
  it("begin with a first one", async () => {
    const { code, writes } = await writeNotes({ plan });
    expect(code).toBe(0);
    expect(writes).toEqual([
      { method: "POST", path: "/projects/5/merge_requests/7/notes", body: noteOf(plan) },
    ]);
  });

  it("update its own, and nobody else's", async () => {
    const notes = [
      { id: 1, author: { id: 8 }, body: noteOf("of somebody") },
      { id: 2, author: { id: 9 }, body: "hello" },
      { id: 3, author: { id: 9 }, body: noteOf("of yesterday") },
    ];
    const { writes } = await writeNotes({ plan, notes });
    expect(writes).toEqual([
      { method: "PUT", path: "/projects/5/merge_requests/7/notes/3", body: noteOf(plan) },
    ]);
  });

  it("say that nothing changes only where something was said before", async () => {
    const same = "### Schedules: nothing changes\n";
    expect((await writeNotes({ plan: same })).writes).toEqual([]);
    const notes = [{ id: 3, author: { id: 9 }, body: noteOf(plan) }];
    expect((await writeNotes({ plan: same, notes })).writes).toMatchObject([
      { method: "PUT", body: noteOf(same) },
    ]);
  });

  it("command nothing, and call nobody", async () => {
    const { writes } = await writeNotes({ plan: "/merge\n  /approve @mayor\n" });
    expect(writes[0]?.body).toMatch(/\n\\\/merge\n {2}\\\/approve @\u200bmayor$/);
  });

  it.each(entities)("call nobody by %s", async (entity) => {
    const { writes } = await writeNotes({ plan: `${entity}mayor <b>\\${entity}town/owners</b>\n` });
    expect(writes[0]?.body).toContain("town/owners</b>");
    expect(mentions(writes[0]?.body)).toEqual([]);
  });

  it("show what the compiler has escaped as it was meant", async () => {
    const text = "R&D by &commat;mayor, &#64;mayor &amp; @mayor";
    const { writes } = await writeNotes({ plan: `${escapeMarkdown(text)}\n` });
    expect(shownAs(writes[0]?.body)).toContain(`\n${text}`);
  });

  it("say that there is no plan where its job has failed, in place of the old one", async () => {
    const notes = [{ id: 3, author: { id: 9 }, body: noteOf(plan) }];
    const failed = { plan: undefined, planStatus: "failed" };
    const body = noteOf(
      `### Schedules: no plan\n\n[The job](${projectPage}/-/jobs/31) that makes it has failed, and its log says why.\n`,
    );
    expect((await writeNotes({ ...failed, notes })).writes).toMatchObject([{ method: "PUT", body }]);
    expect((await writeNotes(failed)).writes).toMatchObject([{ method: "POST", body }]);
  });

  it.each<[string, GitlabProject]>([
    ["is said already", { plan, notes: [{ id: 3, author: { id: 9 }, body: noteOf(plan) }] }],
    ["is a fork's", { plan, pipelineProject: 6 }],
    ["is not there yet", { plan: undefined, planStatus: "running" }],
    ["has no plan in it, though its job says so", { plan: undefined }],
    ["is no plan, so long is it", { plan: "x".repeat(65_001) }],
  ])("leave alone what %s", async (_what, project) => {
    expect(await writeNotes(project)).toEqual({ code: 0, writes: [] });
  });
});
