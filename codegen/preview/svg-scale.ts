import type { EpochMinute } from "../../src/schedule/cron.ts";
import { escapeXml } from "../text/escape-xml.ts";

/** Measures of the picture, in pixels at its natural size. */
export const page = {
  width: 960,
  /** Left edge of the names and of the footer. */
  margin: 28,
  /** Where the hours begin and end. */
  left: 240,
  right: 932,
  /** Where the rows begin, and the height of one. */
  top: 112,
  row: 40,
  footer: 56,
} as const;

/** From a minute to its place across the picture. */
export interface Scale {
  readonly perMinute: number;
  readonly x: (minute: EpochMinute) => number;
}

export function scaleFor(fromMinute: EpochMinute, untilMinute: EpochMinute): Scale {
  const perMinute = (page.right - page.left) / (untilMinute - fromMinute);
  return { perMinute, x: (minute) => round(page.left + (minute - fromMinute) * perMinute) };
}

/** The middle of a row, counted from 0. */
export function rowMiddle(row: number): number {
  return page.top + row * page.row + page.row / 2;
}

/** Tenths of a pixel: what is finer is not seen, and takes room. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function textAt(x: number, y: number, kind: string, text: string): string {
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escapeXml(text)}</text>`;
}

/** One path for all of its parts; none where there are none. */
export function pathOf(kind: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<path class="${kind}" d="${parts.join("")}" />`];
}
