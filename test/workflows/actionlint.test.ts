/** actionlint finds nothing in the workflows; and it would find something. */
import { describe, expect, it } from "vitest";
import { actionlint } from "./support/actionlint.ts";
import { files, readText } from "./support/workflow.ts";

it.each(files)("finds nothing in %s", async (file) => {
  expect(await actionlint(readText(file), file)).toEqual([]);
});

describe("finds", () => {
  // One slip in a workflow of this repository, and where actionlint's documentation says that it reports such.
  const slips: readonly [what: string, file: string, from: string, to: string, finding: RegExp][] = [
    ["a job that is not there", "deploy.yml", "needs: staging", "needs: stagin", /"stagin" .*\[job-needs\]$/],
    [
      "a slip in an expression",
      "plan.yml",
      "github.base_ref",
      "github.base_reff",
      /"base_reff" is not defined .*\[expression\]$/,
    ],
    [
      "a step that is not there",
      "verify.yml",
      "id: deployed",
      "id: deploy",
      /"deployed" is not defined .*\[expression\]$/,
    ],
    [
      "an unknown key",
      "comment.yml",
      "timeout-minutes:",
      "timeout-minute:",
      /unexpected key "timeout-minute" .*\[syntax-check\]$/,
    ],
    [
      "a permission that does not exist",
      "comment.yml",
      "pull-requests: write",
      "pull-request: write",
      /"pull-request".*\[permissions\]$/,
    ],
    [
      "an event that does not exist",
      "plan.yml",
      "  pull_request:",
      "  pull-request:",
      /"pull-request".*\[events\]$/,
    ],
    ["a cron that GitHub refuses", "verify.yml", "41 5 * * *", "61 5 * * *", /"61 5 \* \* \*".*\[events\]$/],
    [
      "a title in a command",
      "plan.yml",
      'echo "$NUMBER"',
      'echo "${{ github.event.pull_request.title }}"',
      /potentially untrusted.*\[expression\]$/,
    ],
  ];

  it.each(slips)("%s, in %s", async (_what, file, from, to, finding) => {
    const text = readText(file);
    expect(text).toContain(from);
    expect((await actionlint(text.replace(from, to), file)).join("\n")).toMatch(new RegExp(finding, "m"));
  });
});
