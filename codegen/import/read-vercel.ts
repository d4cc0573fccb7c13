import { endpoint } from "../schema/endpoint.ts";
import type { FoundJob, FoundSchedules } from "./found.ts";
import { check, note, UnreadableSource } from "./found.ts";
import { pathWords } from "./job-keys.ts";
import { at, itemsOf, parseJsonc, textAt } from "./parse-documents.ts";

/**
 * `crons` of a vercel.json: Vercel sends a GET to a path, in UTC. A path with several schedules is one job.
 * @see https://vercel.com/docs/cron-jobs
 */
export function readVercel(_file: string, text: string): FoundSchedules {
  const { value, lineOf } = parseJsonc(text);
  const crons = itemsOf(at(value, "crons")).map((each, index) => ({
    path: textAt(each, "path") ?? "",
    expression: textAt(each, "schedule") ?? "",
    line: lineOf(["crons", index]),
  }));
  if (crons.length === 0) throw new UnreadableSource("it has no `crons`");
  const byPath = Map.groupBy(crons, ({ path }) => path);
  return {
    scheduler: "vercel",
    jobs: Array.from(byPath, ([path, times]) => toJob(path, times)),
    remarks: [
      note(
        "`backend` is the Vercel deployment. Vercel sends its CRON_SECRET: auth: { bearer: CRON_SECRET }.",
      ),
    ],
  };
}

function toJob(path: string, times: FoundJob["times"]): FoundJob {
  const request = `GET ${path}`;
  const valid = endpoint().safeParse(request).success;
  return {
    words: pathWords(request),
    runs: "",
    endpoint: valid ? request : undefined,
    times: times.map(({ expression, line }) => ({ expression, line })),
    remarks: valid ? [] : [check(`\`${path}\` is no path that this language takes.`)],
  };
}
