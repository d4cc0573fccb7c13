import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { lintCron } from "../cron/lint-cron.ts";
import type { CronProblem } from "../cron/cron-problem.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { writtenSchedules } from "../schema/written-schedules.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import type { Span } from "../source/source.ts";
import { spanInText } from "../source/span.ts";

/** Reports SCH201 to SCH210: what is wrong in a cron text, at the field. */
export function checkCron(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return writtenSchedules(raw).flatMap(({ schedule, path }) => {
    if (typeof schedule === "string") return cronDiagnostics(document, schedule, path);
    return "cron" in schedule ? cronDiagnostics(document, schedule.cron, [...path, "cron"]) : [];
  });
}

function cronDiagnostics(document: SourceDocument, text: string, path: Path): Diagnostic[] {
  return lintCron(text).map((problem) => {
    const { code, message, hint, start, end } = problem;
    const span = spanInText(document, path, start, end);
    // A text with escapes, or on several lines, is marked as a whole, and that is not for a fix to replace.
    const isExact = span.source.text.slice(span.start, span.end) === text.slice(start, end);
    return diagnostic(code, span, message, { hint, fixes: isExact ? weekdayFixes(span, problem) : [] });
  });
}

function weekdayFixes(span: Span, { weekdays }: CronProblem): Fix[] {
  return (["cloudflare", "crontab"] as const).flatMap((onlyFor) => {
    const text = weekdays?.[onlyFor] ?? null;
    return text === null ? [] : [{ span, text, onlyFor }];
  });
}
