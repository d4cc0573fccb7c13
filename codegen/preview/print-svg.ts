import { collisionsText, counted, findCollisions } from "./collisions.ts";
import { stretchText } from "./days.ts";
import { movedMarks, movesOf } from "./moved.ts";
import type { Preview } from "./preview.ts";
import { drawAxis } from "./svg-axis.ts";
import { drawLinks, drawRow, jobText, splitRuns } from "./svg-row.ts";
import { page, rowMiddle, scaleFor, textAt } from "./svg-scale.ts";
import { svgStyle } from "./svg-style.ts";
import { escapeXml } from "../text/escape-xml.ts";

const fonts = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";

/**
 * The preview as a picture, at its best for a week: a row for each job, hours in UTC from left to right, runs as
 * marks, and as a band where they are too close for marks. It is light or dark as its reader's system is, needs
 * nothing from elsewhere, and the same preview always gives the same bytes.
 */
export function printSvg({ environment, fromMinute, untilMinute, jobs }: Preview): string {
  const scale = scaleFor(fromMinute, untilMinute);
  const collisions = findCollisions(jobs);
  const rows = jobs.map(({ runs }) => splitRuns(runs, scale));
  const runs = jobs.reduce((sum, job) => sum + job.runs.length, 0);
  const moves = movesOf(jobs.flatMap((job) => job.runs.map(({ moved }) => moved)));
  const bottom = rowMiddle(jobs.length) - page.row / 2;
  const height = bottom + page.footer + moves.length * 18;
  const title = `${environment}, ${stretchText(fromMinute, untilMinute)}`;
  const meetings = `${collisionsText(collisions)}.`;
  const described = [...jobs.map((job) => `${jobText(job)}.`), meetings].join(" ");
  const body = [
    `<title id="title">${escapeXml(`What runs in ${title}`)}</title>`,
    `<desc id="desc">${escapeXml(`A row for each job, hours in UTC from left to right. ${described}`)}</desc>`,
    `<style>\n${svgStyle}\n  </style>`,
    `<rect class="ground" x=".5" y=".5" width="${page.width - 1}" height="${height - 1}" rx="10" />`,
    textAt(page.margin, 36, "title", title),
    textAt(page.margin, 58, "words", `${counted(jobs.length, "job")}, ${counted(runs, "run")}, hours in UTC`),
    ...drawAxis(fromMinute, untilMinute, scale, jobs.length),
    `<path class="row" d="M${page.margin} ${page.top}H${page.right}" />`,
    ...drawLinks(rows, scale, collisions),
    ...jobs.flatMap((job, row) => drawRow(job, rows[row] ?? splitRuns([], scale), row, scale, collisions)),
    ...drawLegend(bottom + 32, meetings, collisions.size > 0),
    ...moves.flatMap((moved, index) => [
      textAt(page.margin + 4, bottom + 52 + index * 18, "moved", movedMarks[moved].letter),
      textAt(page.margin + 14, bottom + 52 + index * 18, "words", movedMarks[moved].meaning),
    ]),
  ];
  const size = `viewBox="0 0 ${page.width} ${height}" width="${page.width}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="title desc" font-family="${fonts}">`,
    ...body.map((line) => `  ${line}`),
    "</svg>",
    "",
  ].join("\n");
}

/** What the marks mean at the left, how often jobs meet at the right of them. */
function drawLegend(y: number, meetings: string, meets: boolean): string[] {
  const x = page.left;
  return [
    textAt(page.margin, y, "words", meetings),
    ...(meets
      ? [
          `<path class="meeting" d="M${x + 300} ${y - 9}v10" />`,
          textAt(x + 310, y, "words", "at a minute of another job"),
        ]
      : []),
    `<path class="run" d="M${x + 494} ${y - 9}v10" />`,
    textAt(x + 504, y, "words", "one run"),
    `<rect class="band" x="${x + 570}" y="${y - 11}" width="26" height="14" rx="4" />`,
    textAt(x + 604, y, "words", "many runs"),
  ];
}
