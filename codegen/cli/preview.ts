import { previewOf } from "../next/preview-of.ts";
import { printIcs } from "../preview/print-ics.ts";
import { printSvg } from "../preview/print-svg.ts";
import { printTimeline } from "../preview/print-timeline.ts";
import type { ResolvedEnvironment, ResolvedSchedules } from "../resolved.ts";
import { notFound } from "./choose.ts";
import { readResolved } from "./read-resolved.ts";
import { replaceFile } from "./replace-file.ts";
import { colors, print } from "./report.ts";
import { startMinute } from "./start-minute.ts";
import { UsageError } from "./usage-error.ts";

export interface PreviewOptions {
  readonly config: string;
  readonly env?: string;
  readonly days: number;
  readonly from?: string;
  readonly svg?: string;
  readonly ics?: string;
}

/** `preview`: draws what an environment will run, in the terminal, as a picture or as a calendar. Returns whether all is well. */
export async function preview(options: PreviewOptions): Promise<boolean> {
  const nowMinute = Math.floor(Date.now() / 60_000);
  const resolved = await readResolved(options.config);
  if (!resolved) return false;
  const environment = environmentOf(resolved, options.env);
  const drawn = previewOf(environment, resolved.almanac, startMinute(options.from, nowMinute), options.days);
  if (options.svg !== undefined) save(options.svg, printSvg(drawn));
  if (options.ics !== undefined) save(options.ics, printIcs(drawn, nowMinute));
  if (options.svg === undefined && options.ics === undefined)
    print(printTimeline(drawn, colors, process.stdout.columns ?? 100));
  return true;
}

function environmentOf({ environments }: ResolvedSchedules, name: string | undefined): ResolvedEnvironment {
  const names = environments.map((each) => each.name);
  const environment = name === undefined ? environments[0] : environments.find((each) => each.name === name);
  if (environment) return environment;
  throw new UsageError(notFound("environment", name ?? "", names));
}

function save(path: string, text: string): void {
  replaceFile(path, text);
  print(`${path} written`);
}
