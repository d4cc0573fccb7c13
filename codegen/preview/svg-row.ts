import stringWidth from "string-width";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { thousands } from "../text/thousands.ts";
import { counted } from "./collisions.ts";
import type { Collisions } from "./collisions.ts";
import { dayOf, minutesPerDay } from "./days.ts";
import { movedMarks } from "./moved.ts";
import type { PreviewJob, PreviewRun } from "./preview.ts";
import { page, pathOf, round, rowMiddle, textAt } from "./svg-scale.ts";
import type { Scale } from "./svg-scale.ts";
import { escapeXml } from "../text/escape-xml.ts";

/** Half the height of a mark. */
const half = 9;
const tickHeight = 5;
/** Runs nearer to each other than this, in pixels, are a band from a row of three on: as marks they would run together. */
const minGap = 7;
const minBand = 3;
/** About the width of a letter of a count, and of the names' column in letters, names being the larger. */
const letterWidth = 7;
const nameLetters = 27;
const wordsLetters = 32;

/** Runs that stand alone, and stretches of runs too close to be told apart. */
export interface RowRuns {
  readonly single: readonly PreviewRun[];
  readonly bands: readonly (readonly PreviewRun[])[];
}

export function splitRuns(runs: readonly PreviewRun[], { perMinute }: Scale): RowRuns {
  const stretches: PreviewRun[][] = [];
  let last: EpochMinute | null = null;
  for (const run of runs) {
    const stretch = last !== null && (run.minute - last) * perMinute < minGap ? stretches.at(-1) : undefined;
    if (stretch) stretch.push(run);
    else stretches.push([run]);
    last = run.minute;
  }
  return {
    single: stretches.filter(({ length }) => length < minBand).flat(),
    bands: stretches.filter(({ length }) => length >= minBand),
  };
}

/** A job: its name and words at the left, its runs as marks and bands, those that meet other jobs in another color. */
export function drawRow(
  job: PreviewJob,
  { single, bands }: RowRuns,
  row: number,
  scale: Scale,
  collisions: Collisions,
): string[] {
  const y = rowMiddle(row);
  const mark = ({ minute }: PreviewRun): string => `M${scale.x(minute)} ${y - half + 2}v${2 * half - 4}`;
  const alone = single.filter(({ minute }) => !collisions.has(minute));
  const meeting = single.filter(({ minute }) => collisions.has(minute));
  const parts = [
    `<title>${escapeXml(jobText(job))}</title>`,
    `<path class="row" d="M${page.margin} ${y + page.row / 2}H${page.right}" />`,
    textAt(page.margin, y - 3, "name", cutTo(job.name, nameLetters)),
    textAt(page.margin, y + 13, "words", cutTo(wordsOf(job), wordsLetters)),
    ...bands.flatMap((band) => drawBand(band, y, scale, collisions)),
    ...pathOf("run", alone.map(mark)),
    ...pathOf("meeting", meeting.map(mark)),
    ...job.runs.flatMap(({ minute, moved }) =>
      moved === null ? [] : [textAt(scale.x(minute), y - half - 2, "moved", movedMarks[moved].letter)],
    ),
  ];
  return ["<g>", ...parts.map((part) => `  ${part}`), "</g>"];
}

/** The job in one line, for tooltips and screen readers. */
export function jobText(job: PreviewJob): string {
  return `${job.name}: ${wordsOf(job)}, ${counted(job.runs.length, "run")}`;
}

/** Thin lines that tie the marks of one minute together. */
export function drawLinks(rows: readonly RowRuns[], scale: Scale, collisions: Collisions): string[] {
  const rowsAt = new Map<EpochMinute, number[]>();
  for (const [row, { single }] of rows.entries()) {
    for (const { minute } of single) {
      if (collisions.has(minute)) rowsAt.set(minute, [...(rowsAt.get(minute) ?? []), row]);
    }
  }
  const lines = [...rowsAt]
    .filter(([, there]) => there.length > 1)
    .map(
      ([minute, there]) => `M${scale.x(minute)} ${rowMiddle(there[0] ?? 0)}V${rowMiddle(there.at(-1) ?? 0)}`,
    );
  return pathOf("link", lines);
}

function drawBand(band: readonly PreviewRun[], y: number, { x }: Scale, collisions: Collisions): string[] {
  const left = Math.max(page.left, x(band[0]?.minute ?? 0) - 2);
  const width = round(Math.min(page.right, x(band.at(-1)?.minute ?? 0) + 2) - left);
  // Along the lower edge: a band that meets another all day is still a band, with room for its text.
  const ticks = new Set(
    band
      .filter(({ minute }) => collisions.has(minute))
      .map(({ minute }) => `M${x(minute)} ${y + half - tickHeight}v${tickHeight}`),
  );
  const text = countText(band);
  return [
    `<rect class="band" x="${round(left)}" y="${y - half}" width="${width}" height="${2 * half}" rx="4" />`,
    ...pathOf("tick", [...ticks]),
    ...(text.length * letterWidth + 8 <= width ? [textAt(left + width / 2, y + 3.5, "count", text)] : []),
  ];
}

/** `288 a day` where each day has as many, else `290 runs`. */
function countText(band: readonly PreviewRun[]): string {
  const counts = [...Map.groupBy(band, ({ minute }) => dayOf(minute)).values()].map(({ length }) => length);
  const [count = 0] = counts;
  const spread = (band.at(-1)?.minute ?? 0) - (band[0]?.minute ?? 0);
  const even = counts.every((each) => each === count) && (counts.length > 1 || spread > minutesPerDay / 2);
  return even ? `${thousands(count)} a day` : counted(band.length, "run");
}

function wordsOf({ words, zone }: PreviewJob): string {
  return zone === "UTC" ? words : `${words}, ${zone}`;
}

/** Cut to as many letters; a letter of Chinese, Japanese or Korean counts as two. */
function cutTo(text: string, letters: number): string {
  if (stringWidth(text) <= letters) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    if (stringWidth(kept + segment) > letters - 1) break;
    kept += segment;
  }
  return `${kept.replace(/[\s,]+$/, "")}…`;
}
