import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { previewOf } from "../../../codegen/next/preview-of.ts";
import { printRuns } from "../../../codegen/next/print-runs.ts";
import { compileText, fileWithJob } from "../support/compile-text.ts";

const at = (time: string): number => Date.parse(`${time}Z`) / 60_000;
const noon = at("2026-11-23T12:00");

function jobWith(pause: string) {
  const text = fileWithJob(`endpoint: /report\nschedule: { every: 6h }\npause: ${pause}`);
  const resolved = compileText(text).compiled?.resolved;
  const environment = resolved?.environments[0];
  const job = environment?.jobs[0];
  if (!resolved || !environment || !job) throw new Error("the file does not compile");
  return { ...resolved, environment, job };
}

/** What `npm run next` prints below the title and the words. */
function nextOf(pause: string): (string | undefined)[] {
  const { job, almanac } = jobWith(pause);
  const title = "job";
  const [heading, , ...runs] = printRuns(
    [{ title, rules: job.schedule, pause: job.pause }],
    almanac,
    noon,
    2,
    pc.createColors(false),
  ).split("\n");
  return [heading, ...runs.map((line) => /\d.{15}|no .*/.exec(line)?.[0])];
}

/** The runs of that day and the next, and the words beside them. */
function drawn(pause: string): [runs: string[], words: string | undefined] {
  const { environment, almanac } = jobWith(pause);
  const [job] = previewOf(environment, almanac, noon, 2).jobs;
  const runs = job?.runs.map(({ minute }) => new Date(minute * 60_000).toISOString().slice(8, 16)) ?? [];
  return [runs, job?.words.split("day").at(-1)];
}

const untilNextNoon = '{ reason: moving, until: "2026-11-24T12:00" }';

describe("a paused job", () => {
  it("has its next runs at and after the end of the pause", () => {
    expect(nextOf("none")).toEqual(["job", "2026-11-23 18:00", "2026-11-24 00:00"]);
    expect(nextOf(untilNextNoon)).toEqual([
      "job, paused until 2026-11-24 12:00 UTC",
      "2026-11-24 12:00",
      "2026-11-24 18:00",
    ]);
    expect(nextOf('{ reason: moving, until: "2026-11-23" }')).toEqual(nextOf("none"));
  });

  it("has no next run where the pause says no end", () => {
    expect(nextOf("{ reason: moving }")).toEqual(["job, paused", "no further run"]);
  });

  it("is drawn without the runs that are held back", () => {
    expect(drawn("none")[0]).toHaveLength(8);
    expect(drawn(untilNextNoon)).toEqual([["24T12:00", "24T18:00"], ", paused until 2026-11-24 12:00 UTC"]);
    expect(drawn("{ reason: moving }")).toEqual([[], ", paused"]);
  });
});
