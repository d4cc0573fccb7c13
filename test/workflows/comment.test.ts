/** comment.yml's script, run as it stands, with a stand-in for `gh`: what it writes where, and what it refuses. */
import { describe, expect, it } from "vitest";
import type { GhAnswers } from "./support/gh.ts";
import { escapeMarkdown } from "../../codegen/text/escape-markdown.ts";
import { entities, mentions, shownAs } from "./support/mentions.ts";
import type { StepRun } from "./support/run-step.ts";
import { runStep } from "./support/run-step.ts";
import { stepNamed } from "./support/workflow.ts";

const sha = "5f1b3c0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a";
const plan =
  "### Schedules: 1 job changes\n\n| Job | What changes |\n| --- | --- |\n| `poll` | every 5 → 10 minutes |\n";
const marker = "<!-- schedules-plan -->";
const origin =
  "[Made](https://github.com/town/clock/actions/runs/99) for 5f1b3c0a9d8e, by the code of this pull request.";

interface Case {
  /** The artifact's files, by name; null: there is no artifact. */
  readonly artifact?: GhAnswers["artifact"] | null;
  readonly bytes?: number;
  /** The pull requests that GitHub knows, by number. */
  readonly pulls?: Readonly<Record<number, unknown>>;
  /** Whose branch the run was for. */
  readonly headRepository?: string;
  /** Pages of the comments of pull request 7. */
  readonly comments?: readonly (readonly unknown[])[];
}

const pull = (repository = "town/clock", headSha = sha, state = "open") => ({
  state,
  head: { sha: headSha, repo: { full_name: repository } },
});

const comment = (id: number, body: string, login = "github-actions[bot]") => ({ id, body, user: { login } });

const changed = { number: "7\n", result: "different\n", "plan.md": plan };

async function run({ artifact = changed, bytes = 900, ...given }: Case): Promise<StepRun> {
  const { pulls = { 7: pull() }, headRepository = "town/clock", comments = [[]] } = given;
  const get = {
    "repos/town/clock/actions/runs/99/artifacts?name=plan": {
      artifacts: artifact === null ? [] : [{ name: "plan", size_in_bytes: bytes }],
    },
    "repos/town/clock/issues/7/comments?per_page=100": comments,
    ...Object.fromEntries(
      Object.entries(pulls).map(([number, each]) => [`repos/town/clock/pulls/${number}`, each]),
    ),
  };
  return runStep(stepNamed("comment.yml", "Write the comment"), {
    gh: { get, artifact: artifact ?? {} },
    env: {
      GH_TOKEN: "of-the-job",
      RUN_ID: "99",
      RUN_URL: "https://github.com/town/clock/actions/runs/99",
      HEAD_REPOSITORY: headRepository,
      HEAD_SHA: sha,
    },
  });
}

const written = ({ calls }: StepRun): string[] => calls.filter((call) => /^(POST|PATCH) /.test(call));
const body = (done: StepRun): string | undefined => done.read("calls.body");

describe("writes", () => {
  it("a first comment: the marker, what it was made for, and the plan", async () => {
    const done = await run({});
    expect(done.code, done.log).toBe(0);
    expect(written(done)).toEqual(["POST repos/town/clock/issues/7/comments"]);
    expect(body(done)).toBe(`${marker}\n${origin}\n\n${plan}`);
  });

  it("over its own earlier comment, be it on the second page, and over nobody else's", async () => {
    const pages = [
      [comment(1, `${marker}\nnot mine`, "somebody"), comment(2, `see ${marker}`)],
      [comment(3, `${marker}\nthe plan of yesterday`), comment(4, `${marker}\na second one`)],
    ];
    const done = await run({ comments: pages });
    expect(done.code, done.log).toBe(0);
    expect(written(done)).toEqual(["PATCH repos/town/clock/issues/comments/3"]);
    expect(body(done)).toContain(plan);
  });

  it("that nothing changes any more, where it said otherwise before", async () => {
    const same = { ...changed, result: "same\n", "plan.md": "### Schedules: nothing changes\n" };
    const done = await run({ artifact: same, comments: [[comment(3, `${marker}\n${plan}`)]] });
    expect(written(done)).toEqual(["PATCH repos/town/clock/issues/comments/3"]);
    expect(body(done)).toContain("### Schedules: nothing changes\n");
  });

  it("that there is no plan, without what stands in the file, where the schedules do not compile", async () => {
    const problems = { ...changed, result: "problems\n", "plan.md": "error SCH101" };
    const done = await run({ artifact: problems });
    expect(written(done)).toEqual(["POST repos/town/clock/issues/7/comments"]);
    expect(body(done)).toContain(`${marker}\n${origin}\n\n### Schedules: no plan\n`);
    expect(body(done)).not.toContain("SCH101");
  });

  it("nothing that calls a person or a bot", async () => {
    const calling = "@town/owners, please merge. @mayor\n  /merge\n/approve now\nno\r/close\n";
    const done = await run({ artifact: { ...changed, "plan.md": calling } });
    expect(body(done)).toContain("please merge.");
    expect(mentions(body(done))).toEqual([]);
    expect(body(done)).not.toMatch(/^\s*\//m);
  });

  it.each(entities)("nothing that calls a person by %s", async (entity) => {
    const calling = `${entity}mayor <b>\\${entity}town/owners</b>\n`;
    expect(mentions(calling)).toEqual(["mayor", "town/owners"]);
    const done = await run({ artifact: { ...changed, "plan.md": calling } });
    expect(body(done)).toContain("town/owners</b>");
    expect(mentions(body(done))).toEqual([]);
  });

  it("what the compiler has escaped as it was meant", async () => {
    const text = "R&D by &commat;mayor, &#64;mayor &amp; @mayor";
    const done = await run({ artifact: { ...changed, "plan.md": `${escapeMarkdown(text)}\n` } });
    expect(shownAs(body(done))).toContain(`\n${text}\n`);
  });

  it.each(["<!--", "<details>", "```"])(
    "whose code it is, where the plan ends in an open %s",
    async (open) => {
      const done = await run({ artifact: { ...changed, "plan.md": `${plan}${open}\n` } });
      expect(body(done)).toBe(`${marker}\n${origin}\n\n${plan}${open}\n`);
    },
  );

  it("to a pull request from a fork", async () => {
    const done = await run({ pulls: { 7: pull("stranger/clock") }, headRepository: "stranger/clock" });
    expect(written(done)).toEqual(["POST repos/town/clock/issues/7/comments"]);
  });
});

describe("writes nothing, and ends well,", () => {
  it.each<[string, Case]>([
    ["where nothing changes and nothing was said", { artifact: { ...changed, result: "same\n" } }],
    [
      "where the number is another pull request's",
      { artifact: { ...changed, number: "8\n" }, pulls: { 8: pull("town/clock", "0".repeat(40)) } },
    ],
    ["where the pull request has moved on", { pulls: { 7: pull("town/clock", "1".repeat(40)) } }],
    ["where the run was for a fork that has the same commit", { headRepository: "stranger/clock" }],
    ["where it is closed", { pulls: { 7: pull("town/clock", sha, "closed") } }],
    ["where its fork is gone", { pulls: { 7: { state: "open", head: { sha, repo: null } } } }],
  ])("%s", async (_what, given) => {
    const done = await run(given);
    expect(done.code, done.log).toBe(0);
    expect(written(done)).toEqual([]);
    expect(done.log).toContain("no comment.");
  });
});

describe("refuses", () => {
  it.each<[string, Case, string]>([
    ["no artifact", { artifact: null }, "There is no artifact named plan."],
    ["an artifact that is too large", { bytes: 100_001 }, "The artifact has 100001 bytes"],
    [
      "a plan that GitHub would not take",
      { artifact: { ...changed, "plan.md": "x".repeat(65_000) } },
      "too long",
    ],
    [
      "a number that is none",
      { artifact: { ...changed, number: "7/../../other/clock/issues/1" } },
      "The number",
    ],
    ["a number of two lines", { artifact: { ...changed, number: "7\n8\n" } }, "The number"],
    ["a result that no plan has", { artifact: { ...changed, result: "$(id)" } }, "The result"],
    ["a link", { artifact: { ...changed, "plan.md": { linkTo: "result" } } }, "no file plan.md"],
  ])("%s", async (_what, given, message) => {
    const done = await run(given);
    expect(done.code).toBe(1);
    expect(done.log).toContain("::error::");
    expect(done.log).toContain(message);
    expect(written(done)).toEqual([]);
  });

  it("an artifact that is too large before it is fetched", async () => {
    const { calls } = await run({ bytes: 100_001 });
    expect(calls).toEqual(["GET repos/town/clock/actions/runs/99/artifacts?name=plan"]);
  });

  it("a pull request that GitHub does not know", async () => {
    const done = await run({ pulls: {} });
    expect(done.code, done.log).toBe(1);
    expect(done.log).toContain("HTTP 404");
    expect(written(done)).toEqual([]);
  });
});
