import { stripVTControlCharacters } from "node:util";
import * as fc from "fast-check";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { printTimeline } from "../../../codegen/preview/print-timeline.ts";
import { meetingMinutes, previews } from "./support/random-preview.ts";
import { previewOf } from "./support/preview-case.ts";
import type { PreviewInput } from "./support/preview-case.ts";

const plain = pc.createColors(false);

function timeline(input: Partial<PreviewInput>, width = 80): string {
  return printTimeline(
    previewOf({ environment: "test", from: "2026-11-23", days: 1, jobs: [], ...input }),
    plain,
    width,
  );
}

const job = { name: "A job", words: "in words" };

describe("a timeline", () => {
  it("has a cell for each half hour, a bar with its words, and marks where two jobs meet", () => {
    const jobs = [
      { ...job, key: "poll", words: "every 5 minutes", everyMinutes: 5 },
      { ...job, key: "early", at: ["00:29", "23:30"] },
      { ...job, key: "late", at: ["12:01", "23:30"] },
    ];
    expect(timeline({ jobs })).toMatchInlineSnapshot(`
      "test Mon 23 Nov 2026, in UTC: 3 jobs, 292 runs

      Mon 23 Nov
              00    03    06    09    12    15    18    21
        poll  ━━━━━━━━━ every 5 minutes, 288 a day ━━━━━━━━━━╋
        early ●     ·     ·     ·     ·     ·     ·     ·    ◆ 00:29 23:30
        late  ·     ·     ·     ·     ●     ·     ·     ·    ◆ 12:01 23:30

      At one minute two jobs or more run, 3 at most:
        ◆ 3 jobs, once, at 23:30: poll, early, late
      ● one run  ━ several in half an hour  ◆ ╋ at a minute of another job"
    `);
  });

  it("draws days that are alike for a job once, and names them by their weekdays in a month", () => {
    const jobs = [
      { ...job, key: "daily", at: ["06:00"] },
      { ...job, key: "workdays", at: ["09:00"], weekdays: [1, 2, 3, 4, 5] },
      { ...job, key: "weekend", at: ["09:30"], weekdays: [0, 6] },
    ];
    expect(timeline({ jobs, days: 31 })).toContain("every day  00");
    expect(timeline({ jobs, days: 31 })).toContain("every Mon to Fri\n");
    expect(timeline({ jobs, days: 31 })).toContain("every Sat and Sun\n");
    expect(timeline({ jobs, days: 7 })).toContain("Mon 23 to Fri 27 Nov\n");
  });

  it("marks a run that meets another job on one of its days only", () => {
    const jobs = [
      { ...job, key: "daily", at: ["06:00", "09:00"] },
      { ...job, key: "monday", at: ["09:00"], weekdays: [1] },
    ];
    expect(timeline({ jobs, days: 7 })).toContain("  daily  ·     ·     ●     ◆     ·");
  });

  it("marks what the clocks move, and says when it runs by either clock", () => {
    const jobs = [
      {
        ...job,
        key: "nightly",
        zone: "America/New_York",
        runs: [
          ["2026-11-01T01:30-04:00", "both"],
          ["2026-11-01T01:30-05:00", "both"],
        ] as const,
      },
      {
        ...job,
        key: "sydney",
        zone: "Australia/Sydney",
        runs: [["2026-11-02T09:00+11:00", "shifted"]] as const,
      },
    ];
    const text = timeline({ jobs, from: "2026-11-01" });
    expect(text).toContain("  B nightly: Sun 1 Nov 05:30 UTC, 01:30 in America/New_York\n");
    expect(text).toContain("  B nightly: Sun 1 Nov 06:30 UTC, 01:30 in America/New_York\n");
    expect(text).toContain("  S sydney: Sun 1 Nov 22:00 UTC, Mon 2 Nov 09:00 in Australia/Sydney\n");
    expect(text).toContain("  nightly ·     ·    B·B    ·");
    expect(text.split("\n").filter((line) => /^[SFLB] /.test(line))).toHaveLength(2);
  });

  it("names the jobs that do not run", () => {
    const jobs = [{ ...job, key: "never" }];
    expect(timeline({ jobs })).toBe(
      "test Mon 23 Nov 2026, in UTC: 1 job, 0 runs\n\nNo run in this time: never\nNo two jobs run at one minute.",
    );
  });

  it("names the hours of a stretch that is not whole days", () => {
    const preview = previewOf({ environment: "test", from: "2026-12-31", days: 1, jobs: [] });
    const shifted = {
      ...preview,
      fromMinute: preview.fromMinute + 90,
      untilMinute: preview.untilMinute + 90,
    };
    expect(printTimeline(shifted, plain, 80)).toContain("Thu 31 Dec 01:30 to Fri 1 Jan 01:30 2027");
  });

  it("stays within its width, and says the same in color", () => {
    fc.assert(
      fc.property(previews, fc.integer({ min: 72, max: 160 }), (preview, width) => {
        const text = printTimeline(preview, plain, width);
        // A heading may list many dates; the first line and the legend are what they are.
        const rows = text.split("\n").filter((line) => line.startsWith("  "));
        expect(rows.filter((line) => line.length > width && !/^ {2}[SFLB] /.test(line))).toEqual([]);
        expect(stripVTControlCharacters(printTimeline(preview, pc.createColors(true), width))).toBe(text);
      }),
    );
  });

  it("counts the minutes at which jobs meet", () => {
    fc.assert(
      fc.property(previews, (preview) => {
        const [, count] = /^At (one|[\d,]+) minutes? two jobs/m.exec(printTimeline(preview, plain, 80)) ?? [];
        const found = count === undefined ? 0 : count === "one" ? 1 : Number(count.replaceAll(",", ""));
        expect(found).toBe(meetingMinutes(preview).length);
      }),
    );
  });
});
