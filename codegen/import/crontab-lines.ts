/** A line that runs something; `rest` is the command, in a system's crontab with the user before it. */
export interface CrontabEntry {
  readonly expression: string;
  readonly rest: string;
  /** From 1. */
  readonly line: number;
  /** What `CRON_TZ` or `TZ` said last above it. */
  readonly timeZone?: string;
  readonly timeZoneName?: "CRON_TZ" | "TZ";
}

export interface CrontabLines {
  readonly entries: readonly CrontabEntry[];
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  /** Entries that someone has commented out. */
  readonly commented: readonly { readonly line: number; readonly text: string }[];
  /** Numbers of lines that are nothing of all this. */
  readonly wrong: readonly number[];
}

const fields = String.raw`(?:[\d*][\w*,/~?-]*\s+){3}[\w*][\w*,/~?-]*\s+[\w*][\w*,/~?#-]*`;
const entryForm = new RegExp(String.raw`^(@every\s+\S+|@\w+|${fields})\s+(\S.*)$`);
const commentedForm = new RegExp(String.raw`^#+\s*(?:@\w+|${fields})\s+\S`);
const settingForm = /^([A-Za-z_]\w*)\s*=\s*(["']?)(.*?)\2$/;

/** The lines of a crontab by what they are. A `CRON_TZ` or `TZ` holds for all entries below it. */
export function crontabLines(text: string): CrontabLines {
  const entries: CrontabEntry[] = [];
  const settings: { name: string; value: string }[] = [];
  const commented: { line: number; text: string }[] = [];
  const wrong: number[] = [];
  const zones: { CRON_TZ?: string; TZ?: string } = {};
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const written = raw.trim();
    const line = index + 1;
    const [, name, , value = ""] = settingForm.exec(written) ?? [];
    const [, expression, rest] = entryForm.exec(written) ?? [];
    if (written === "") continue;
    if (written.startsWith("#")) {
      if (commentedForm.test(written)) commented.push({ line, text: written.replace(/^#+\s*/, "") });
    } else if (name !== undefined) {
      settings.push({ name, value });
      if (name === "CRON_TZ" || name === "TZ") zones[name] = value;
    } else if (expression !== undefined && rest !== undefined) {
      const timeZoneName = zones.CRON_TZ ? "CRON_TZ" : zones.TZ ? "TZ" : undefined;
      const timeZone = timeZoneName && zones[timeZoneName]?.replace(/^:/, "");
      entries.push({ expression: expression.split(/\s+/).join(" "), rest, line, timeZone, timeZoneName });
    } else wrong.push(line);
  }
  return { entries, settings, commented, wrong };
}
