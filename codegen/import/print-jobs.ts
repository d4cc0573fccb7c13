import { builtIn } from "../schema/built-in.ts";
import { durationText } from "../schema/duration.ts";
import type { Remark } from "./found.ts";
import type { EntrySchedule, JobEntry } from "./job-entry.ts";
import { saysNothing } from "./job-keys.ts";

const columns = 100;
const madeUp = "# CHECK: made up; your backend has to serve it";
const madeUpKey = "# CHECK: made up; name the job before its first deploy, as its history goes by its key";

/** Remarks about a source, under the name of its file. */
export interface SourceRemarks {
  readonly file: string;
  readonly remarks: readonly Remark[];
}

/** The `jobs:` to paste, with what is to be said of them as comments. Ends with a line end. */
export function printJobs(sources: readonly SourceRemarks[], entries: readonly JobEntry[]): string {
  const head = [
    `From ${sources.map(({ file }) => file).join(", ")}. Settings that are not written take their defaults: ` +
      `a timeout of ${durationText(builtIn.timeoutMs)}, ${builtIn.retry.maxAttempts} attempts, overlap: ${builtIn.overlap}.`,
    ...sources.flatMap(({ file, remarks }) => remarks.map((remark) => `${file}: ${remarkText(remark)}`)),
  ];
  const isEmpty = entries.every(({ key }) => key === null);
  return [
    ...head.flatMap((text) => comment(text, "")),
    // Without a job there is nothing to paste; the comments say why.
    ...(isEmpty ? [] : ["jobs:"]),
    ...entries
      .map((entry) => entryLines(entry).join("\n"))
      .join("\n\n")
      .split("\n"),
  ]
    .join("\n")
    .concat("\n");
}

function entryLines({ key, origin, remarks, title, settings, schedules, ...entry }: JobEntry): string[] {
  const comments = (indent: string) => [
    ...origin.map((text) => `${indent}# ${oneLine(text)}`),
    ...remarks.flatMap((remark) => comment(remarkText(remark), indent)),
  ];
  if (key === null) return comments("  ");
  return [
    `  ${key}:${saysNothing(key) ? ` ${madeUpKey}` : ""}`,
    ...comments("    "),
    ...(title === undefined ? [] : [`    name: ${JSON.stringify(oneLine(title))}`]),
    `    endpoint: ${entry.endpoint === null ? `POST ${entry.suggestedPath} ${madeUp}` : plain(entry.endpoint)}`,
    ...Object.entries(settings).map(([name, value]) => `    ${name}: ${value}`),
    ...scheduleLines(schedules),
  ];
}

function scheduleLines(schedules: readonly EntrySchedule[]): string[] {
  const environments = [...new Set(schedules.map(({ environment }) => environment))];
  if (environments.every((environment) => environment === undefined))
    return [`    schedule: ${listText(schedules)}`];
  return [
    "    schedule:",
    ...environments.map((name) => {
      const own = schedules.filter(({ environment }) => environment === name);
      return `      ${name}: ${listText(own)}`;
    }),
  ];
}

function listText(schedules: readonly EntrySchedule[]): string {
  const texts = [...new Set(schedules.map(scheduleText))];
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

function scheduleText({ schedule, timeZone }: EntrySchedule): string {
  if (schedule === "manual") return schedule;
  const zone = timeZone === undefined ? "" : `, timeZone: ${timeZone}`;
  if ("every" in schedule) return `{ every: ${schedule.every}${zone} }`;
  return zone === "" ? `"${schedule.cron}"` : `{ cron: "${schedule.cron}"${zone} }`;
}

/** Says by one word that searches find which remarks a person has to decide on. */
function remarkText({ check, text }: Remark): string {
  return check ? `CHECK: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
}

function plain(text: string): string {
  return /^[A-Z]+ \/[\w/.?=&%~+-]*$/.test(text) ? text : JSON.stringify(text);
}

/** Comment lines of a text, broken between words. */
function comment(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns)
      lines.push(`${indent}# ${lines.length > 0 ? "  " : ""}${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Nothing of a source may end a comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
