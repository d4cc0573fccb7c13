import type { EpochMinute } from "../../src/schedule/cron.ts";
import { timeText } from "../cron/describe-times.ts";
import { thousands } from "../text/thousands.ts";
import { dayOf, minutesPerDay, minuteText } from "./days.ts";
import type { EpochDay } from "./days.ts";
import { contentLine, escapeText } from "./ics-line.ts";
import { movedMarks } from "./moved.ts";
import type { Preview, PreviewJob, PreviewRun } from "./preview.ts";

/** A job with more runs than these on a UTC day is one all-day note for that day: nobody reads 288 events. */
export const maxEventsADay = 50;

/**
 * The preview as an iCalendar file, times in UTC. Each run is an event of a minute (how long a job takes is not known
 * here) that leaves its reader free. A run's UID is its run id, as the Worker logs it, and a note's ends in the date:
 * importing a later preview updates what is there and doubles nothing.
 *
 * @param stampMinute when the calendar was made, in UTC minutes since 1970
 * @see https://www.rfc-editor.org/rfc/rfc5545
 */
export function printIcs({ environment, jobs }: Preview, stampMinute: EpochMinute): string {
  const name = escapeText(`Jobs of ${environment}`);
  const stamp = dateTime(stampMinute);
  return [
    contentLine("BEGIN", "VCALENDAR"),
    contentLine("VERSION", "2.0"),
    contentLine("PRODID", "-//schedules-as-code//preview//EN"),
    contentLine("CALSCALE", "GREGORIAN"),
    // RFC 7986's name, and the older one that most calendars read.
    contentLine("NAME", name),
    contentLine("X-WR-CALNAME", name),
    ...jobs.flatMap((job) =>
      [...Map.groupBy(job.runs, ({ minute }) => dayOf(minute))].flatMap(([day, runs]) =>
        runs.length > maxEventsADay
          ? noteOf(environment, job, day, runs, stamp)
          : runs.map((run) => eventOf(environment, job, run, stamp)),
      ),
    ),
    contentLine("END", "VCALENDAR"),
  ].join("");
}

function eventOf(environment: string, job: PreviewJob, run: PreviewRun, stamp: string): string {
  const start = dateTime(run.minute);
  const local = job.zone === "UTC" ? [] : [`${minuteText(run.minute + run.offset)} in ${job.zone}`];
  const moved = run.moved === null ? [] : [`Moved by the clocks, ${movedMarks[run.moved].meaning}`];
  return component([
    // To the minute, as run ids are: 20261123T0206Z.
    contentLine("UID", escapeText(`${environment}:${job.key}:${start.slice(0, 13)}Z`)),
    contentLine("DTSTAMP", stamp),
    contentLine("DTSTART", start),
    contentLine("DURATION", "PT1M"),
    contentLine("SUMMARY", escapeText(job.name)),
    contentLine("DESCRIPTION", escapeText([job.words, ...local, ...moved, ...about(job)].join("\n"))),
  ]);
}

function noteOf(
  environment: string,
  job: PreviewJob,
  day: EpochDay,
  runs: readonly PreviewRun[],
  stamp: string,
): string {
  const date = dateTime(day * minutesPerDay).slice(0, 8);
  const [first, last] = [runs[0], runs.at(-1)].map((run) =>
    timeText((run?.minute ?? 0) - day * minutesPerDay),
  );
  const count = `${thousands(runs.length)} runs`;
  return component([
    contentLine("UID", escapeText(`${environment}:${job.key}:${date}`)),
    contentLine("DTSTAMP", stamp),
    // A date alone, with no end, is that whole day.
    contentLine("DTSTART;VALUE=DATE", date),
    contentLine("SUMMARY", escapeText(`${job.name} (${count})`)),
    contentLine(
      "DESCRIPTION",
      escapeText([job.words, `${count} from ${first} to ${last} UTC`, ...about(job)].join("\n")),
    ),
  ]);
}

function component(lines: readonly string[]): string {
  return [
    contentLine("BEGIN", "VEVENT"),
    ...lines,
    contentLine("TRANSP", "TRANSPARENT"),
    contentLine("END", "VEVENT"),
  ].join("");
}

function about({ description, owner, runbook }: PreviewJob): string[] {
  return [
    ...(description === undefined ? [] : [description]),
    ...(owner === undefined ? [] : [`Owner: ${owner}`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
  ];
}

/** `20261123T020600Z`. */
function dateTime(minute: EpochMinute): string {
  return new Date(minute * 60_000).toISOString().replace(/[-:]|\.000/g, "");
}
