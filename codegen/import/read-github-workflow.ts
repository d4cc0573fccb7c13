import { commandRequest } from "./command-request.ts";
import type { FoundSchedules, FoundTime } from "./found.ts";
import { UnreadableSource } from "./found.ts";
import { at, isMap, itemsOf, parseDocuments, textAt } from "./parse-documents.ts";
import { splitWords } from "./split-words.ts";

/**
 * `on.schedule` of a workflow, in UTC where it names no time zone. A workflow is one job, whatever its schedules: they all start it.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function readGithubWorkflow(file: string, text: string): FoundSchedules {
  const [document] = parseDocuments(text);
  const times = itemsOf(at(document?.value, "on", "schedule")).map((each, index): FoundTime => {
    return {
      expression: textAt(each, "cron") ?? "",
      line: document?.lineOf(["on", "schedule", index]) ?? 1,
      timeZone: textAt(each, "timezone"),
    };
  });
  if (times.length === 0) throw new UnreadableSource("it has no `on.schedule`");
  const title = textAt(document?.value, "name");
  const words =
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.ya?ml$/, "") ?? "";
  const scripts = scriptsOf(document?.value);
  // A workflow of one step that is one request needs no runner.
  const request = scripts?.length === 1 ? commandRequest(splitWords(scripts[0] ?? "")) : null;
  const job = {
    words: words === "" || words === "-" ? (title ?? "") : words,
    title,
    runs: `the workflow's jobs ${Object.keys(mapOf(at(document?.value, "jobs"))).join(", ")}`,
    endpoint: request?.endpoint,
    times,
    remarks: request?.remarks ?? [],
  };
  return { scheduler: "github", jobs: [job], remarks: [] };
}

/** The scripts of all steps; null where a step is an action, which may do anything. */
function scriptsOf(workflow: unknown): string[] | null {
  const steps = Object.values(mapOf(at(workflow, "jobs"))).flatMap((each) => itemsOf(at(each, "steps")));
  const scripts = steps.map((step) => at(step, "run"));
  return scripts.every((script) => typeof script === "string") ? scripts : null;
}

function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}
