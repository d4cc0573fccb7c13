import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pc from "picocolors";
import type { Moved, Preview, PreviewJob } from "../../../../codegen/preview/preview.ts";
import { printIcs } from "../../../../codegen/preview/print-ics.ts";
import { printSvg } from "../../../../codegen/preview/print-svg.ts";
import { printTimeline } from "../../../../codegen/preview/print-timeline.ts";

/** A preview as its tests write it: short enough to be read, and expanded without the compiler's help. */
export interface PreviewInput {
  readonly environment: string;
  /** `2026-11-23`, a UTC date. */
  readonly from: string;
  readonly days: number;
  readonly jobs: readonly JobInput[];
}

interface JobInput extends Omit<PreviewJob, "runs" | "zone"> {
  readonly zone?: string;
  /** Minutes between runs, from each midnight UTC: a part of 1440. */
  readonly everyMinutes?: number;
  /** Times of each day, UTC, on all days of the stretch or on those of `weekdays` (0 is Sunday). */
  readonly at?: readonly string[];
  readonly weekdays?: readonly number[];
  /** Single runs: a local time with its offset, and what the clocks did to it. */
  readonly runs?: readonly (readonly [time: string, moved: Moved | null])[];
}

const day = 1440;

export function previewOf({ environment, from, days, jobs }: PreviewInput): Preview {
  const fromMinute = Date.parse(`${from}T00:00Z`) / 60_000;
  const untilMinute = fromMinute + days * day;
  return { environment, fromMinute, untilMinute, jobs: jobs.map((job) => jobOf(job, fromMinute, days)) };
}

function jobOf(input: JobInput, fromMinute: number, days: number): PreviewJob {
  const { everyMinutes, at = [], weekdays, runs = [], zone = "UTC", ...job } = input;
  const found = runs.map(([time, moved]) => ({
    minute: Date.parse(time) / 60_000,
    offset: Number(`${time.at(-6)}1`) * (Number(time.slice(-5, -3)) * 60 + Number(time.slice(-2))),
    moved,
  }));
  for (let date = fromMinute; date < fromMinute + days * day; date += day) {
    if (weekdays && !weekdays.includes(new Date(date * 60_000).getUTCDay())) continue;
    const times = at.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    const often = Array.from(
      { length: everyMinutes === undefined ? 0 : day / everyMinutes },
      (_, index) => index * (everyMinutes ?? 0),
    );
    found.push(...[...times, ...often].map((time) => ({ minute: date + time, offset: 0, moved: null })));
  }
  return { ...job, zone, runs: found.toSorted((a, b) => a.minute - b.minute) };
}

/** A folder under `test/fixtures/preview`: `preview.json` and what is drawn of it. */
export interface PreviewCase {
  readonly name: string;
  readonly folder: string;
}

const fixtures = fileURLToPath(new URL("../../../fixtures/preview/", import.meta.url));

export function previewCases(): PreviewCase[] {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(fixtures, name) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What the golden files of a case should hold. `npm run test:update` writes them, and nothing else does. */
export function previewFiles({ folder }: PreviewCase): Map<string, string> {
  const preview = previewOf(JSON.parse(readFileSync(join(folder, "preview.json"), "utf8")) as PreviewInput);
  return new Map([
    ["timeline.txt", `${printTimeline(preview, pc.createColors(false), 80)}\n`],
    ["timeline.svg", printSvg(preview)],
    ["calendar.ics", printIcs(preview, preview.fromMinute)],
  ]);
}
