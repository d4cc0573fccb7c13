import type { CrontabEntry } from "./crontab-lines.ts";
import type { Remark } from "./found.ts";
import { check } from "./found.ts";

/** Where the system's crontabs stand: their lines name a user before the command. */
const systemFile = /(?:^|\/)etc\/crontab$|(?:^|\/)cron\.d\//;
/** The comment that Debian and Red Hat put above the lines. */
const header = /^#.*\bdow\b.*\buser(?:-name)?\b|^#.*\buser(?:-name)?\s+command/m;
const commonUsers = /^(?:root|www-data|nobody|daemon|apache|nginx|postgres|mysql|ubuntu|deploy|app)$/;

/** Whether the lines name a user, by the file's place, its header, or their sixth words; and whether that is certain. */
export function hasUserField(
  file: string,
  text: string,
  entries: readonly CrontabEntry[],
): { readonly present: boolean; readonly remarks: readonly Remark[] } {
  const sixth = entries.map(({ rest }) => rest.split(/\s+/)[0] ?? "");
  const names = sixth.filter((word) => /^[a-z_][\w-]*\$?$/i.test(word));
  const known = sixth.filter((word) => commonUsers.test(word));
  if (systemFile.test(file.replaceAll("\\", "/")) || header.test(text)) {
    if (names.length === sixth.length) return { present: true, remarks: [] };
    const remark =
      "a system's crontab names a user before each command, and not every line here does: such lines never ran.";
    return { present: false, remarks: [check(remark)] };
  }
  const present = known.length > 0 && names.length === sixth.length;
  const remark = `\`${known[0]}\` before the command is taken for the user, as in /etc/crontab.`;
  return { present, remarks: present ? [check(remark)] : [] };
}
