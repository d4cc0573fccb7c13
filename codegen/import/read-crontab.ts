import { commandRequest } from "./command-request.ts";
import type { CrontabEntry } from "./crontab-lines.ts";
import { crontabLines } from "./crontab-lines.ts";
import { commandWords, shownCommand } from "./describe-command.ts";
import type { FoundJob, FoundSchedules, FoundTime, Remark } from "./found.ts";
import { check, note, UnreadableSource } from "./found.ts";
import { pathWords } from "./job-keys.ts";
import { splitWords } from "./split-words.ts";
import { hasUserField } from "./user-field.ts";

/**
 * A crontab of a user, or of the system, whose lines name a user before the command. Lines with one command are one job.
 * @see https://man7.org/linux/man-pages/man5/crontab.5.html
 */
export function readCrontab(file: string, text: string): FoundSchedules {
  const { entries, settings, commented, wrong } = crontabLines(text);
  if (entries.length === 0 && commented.length === 0 && settings.length === 0)
    throw new UnreadableSource("it has no line of a crontab");
  const user = hasUserField(file, text, entries);
  const commands = entries.map((entry) => commandOf(entry, user.present));
  const jobs = Map.groupBy(commands, ({ command, entry }) => `${entry.timeZone} ${command}`);
  return {
    scheduler: "crontab",
    jobs: [...jobs.values()].map((lines) => toJob(lines)),
    remarks: [
      ...user.remarks,
      ...settingRemarks(settings.map(({ name }) => name)),
      ...(entries.some(({ timeZone }) => timeZone === undefined)
        ? [
            check(
              "cron goes by its machine's clock, and UTC is taken here: if it is another, set `timeZone`.",
            ),
          ]
        : []),
      ...(entries.some(({ timeZoneName }) => timeZoneName === "TZ") ? [zoneRemark] : []),
      ...(entries.length > 0 ? [note(overlapText)] : []),
      ...commented.map(({ line, text: entry }) =>
        note(`line ${line} is commented out and left out: ${shownCommand(entry)}`),
      ),
      ...wrong.map((line) => check(`line ${line} is no line of a crontab, and is left out.`)),
    ],
  };
}

interface Line {
  readonly entry: CrontabEntry;
  readonly command: string;
  readonly remarks: readonly Remark[];
}

/** Takes off the user, and what follows `%`: that is the command's standard input. */
function commandOf(entry: CrontabEntry, hasUser: boolean): Line {
  const afterUser = hasUser ? entry.rest.replace(/^\S+\s*/, "") : entry.rest;
  const [command = ""] = afterUser.split(/(?<!\\)%/);
  const remarks =
    command.length < afterUser.length
      ? [check("cron gives what follows its `%` to the command as standard input: that is left out.")]
      : [];
  return { entry, command: command.replaceAll("\\%", "%").trim(), remarks };
}

function toJob(lines: readonly Line[]): FoundJob {
  const [{ command } = { command: "" }] = lines;
  const request = commandRequest(splitWords(command));
  return {
    words: request?.endpoint === undefined ? commandWords(command) : pathWords(request.endpoint),
    // What a request sends may be secret; its endpoint says enough.
    runs: request === null ? shownCommand(command) : "",
    endpoint: request?.endpoint,
    times: lines.map(({ entry: { expression, line, timeZone } }): FoundTime => ({
      expression,
      line,
      timeZone,
    })),
    settings: overlapOf(command),
    remarks: [...lines.flatMap(({ remarks }) => remarks).slice(0, 1), ...(request?.remarks ?? [])],
  };
}

/** `flock` keeps runs of a command apart: with `-n` the later one is dropped, else it waits. */
function overlapOf(command: string): Record<string, string> | undefined {
  const [, options] = /\bflock((?:\s+-\S+(?:\s+\d+(?=\s))?)*)\s/.exec(command) ?? [];
  if (options === undefined) return undefined;
  return { overlap: /\s(?:-\w*n|--nb|--nonblock)/.test(options) ? "skip" : "wait" };
}

const overlapText =
  "cron starts a run beside one that still runs. Here such a run is dropped; `overlap: allow` is as cron does it.";
const zoneRemark = check(
  "`TZ` is the clock of the command in most crons, and not of the schedule, as `CRON_TZ` is: is this its time zone?",
);

function settingRemarks(names: readonly string[]): Remark[] {
  const others = [...new Set(names)].filter((name) => name !== "CRON_TZ" && name !== "TZ");
  if (others.length === 0) return [];
  const mail = others.includes("MAILTO") ? " `notify` says who hears of a failure." : "";
  return [note(`not read, as no command runs here: ${others.join(", ")}.${mail}`)];
}
