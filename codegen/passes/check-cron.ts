import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { lintCron } from "../cron/lint-cron.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { writtenSchedules } from "../schema/written-schedules.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanInText } from "../source/span.ts";

/** Reports SCH201 to SCH210: what is wrong in a cron text, at the field. */
export function checkCron(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return writtenSchedules(raw).flatMap(({ schedule, path }) => {
    if (typeof schedule === "string") return cronDiagnostics(document, schedule, path);
    return "cron" in schedule ? cronDiagnostics(document, schedule.cron, [...path, "cron"]) : [];
  });
}

function cronDiagnostics(document: SourceDocument, text: string, path: Path): Diagnostic[] {
  return lintCron(text).map(({ code, message, hint, start, end }) =>
    diagnostic(code, spanInText(document, path, start, end), message, { hint }),
  );
}
