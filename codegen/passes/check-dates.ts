import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { catalogue } from "../diagnostics/catalogue.ts";
import { lintCron } from "../cron/lint-cron.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import { isDate } from "../schema/local-time.ts";
import type { RawScheduleForm, RawSchedules } from "../schema/raw.ts";
import { writtenSchedules } from "../schema/written-schedules.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { datesOf } from "./build-almanac.ts";
import { isInterval } from "./lower-schedule.ts";

/** Reports SCH217 (`dst` on an interval), SCH219 (an unknown calendar) and SCH220 (a calendar that nothing uses). */
export function checkDates(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const calendars = Object.keys(raw.calendars ?? {});
  const written = writtenSchedules(raw);
  const used = new Set(written.flatMap(({ schedule }) => datesOf(schedule)));
  const forms = written.flatMap(({ schedule, path }) => {
    if (typeof schedule === "string") return [];
    const unknown = (["except", "only"] as const).flatMap((key) => {
      const names = "once" in schedule ? [] : (schedule[key] ?? []);
      return [...names.entries()]
        .filter(([, name]) => !isDate(name) && !calendars.includes(name))
        .map(([index, name]) => {
          const span = spanOfValue(document, [...path, key, index]);
          if (/^\d{4}-\d{2}-\d{2}$/.test(name))
            return diagnostic("SCH219", span, `there is no such date as \`${name}\``, {
              hint: 'write a date that exists, "YYYY-MM-DD"',
            });
          const has =
            calendars.length > 0
              ? `it has ${calendars.map((each) => `\`${each}\``).join(", ")}`
              : "it has none";
          const message = `there is no calendar \`${name}\` in this file (${has}), and it is no date`;
          const hint =
            didYouMean(name, calendars) ?? 'name a calendar of `calendars`, or write a date "YYYY-MM-DD"';
          return diagnostic("SCH219", span, message, { hint });
        });
    });
    if (schedule.dst === undefined || !isReadable(schedule) || !isInterval(schedule)) return unknown;
    const message = "an interval follows the clock face, so `dst` says nothing here";
    return [
      ...unknown,
      diagnostic("SCH217", spanOfKey(document, [...path, "dst"]), message, { hint: "remove it" }),
    ];
  });
  const unused = calendars
    .filter((name) => !used.has(name))
    .map((name) =>
      diagnostic(
        "SCH220",
        spanOfKey(document, ["calendars", name]),
        `no schedule uses the calendar \`${name}\``,
        {
          hint: "name it in `except` or `only`, or remove it",
        },
      ),
    );
  return [...forms, ...unused];
}

/** Whether nothing is wrong in a cron text: what is has a diagnostic of its own. */
function isReadable(form: RawScheduleForm): boolean {
  return !("cron" in form) || lintCron(form.cron).every(({ code }) => catalogue[code].severity !== "error");
}
