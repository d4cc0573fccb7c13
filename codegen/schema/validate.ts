import type { z } from "zod";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { explainIssue } from "./explain-issue.ts";
import type { RawSchedules } from "./raw.ts";
import { schedules } from "./schedules.ts";

type Assignable<A, B> = A extends B ? true : false;
type SameKeys<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;

/** Fails to compile when the schema and the exported types drift apart; optional keys would pass the first two. */
type Schema = z.output<typeof schedules>;
const drift: readonly [
  Assignable<Schema, RawSchedules>,
  Assignable<RawSchedules, Schema>,
  SameKeys<Schema, RawSchedules>,
  SameKeys<Schema["jobs"][string], RawSchedules["jobs"][string]>,
  SameKeys<Schema["environments"][string], RawSchedules["environments"][string]>,
] = [true, true, true, true, true];
void drift;

/** Checks the shape of a document. Reports SCH1xx and SCH21x; with any of them there is no raw form. */
export function validate(document: SourceDocument): { raw: RawSchedules | null; diagnostics: Diagnostic[] } {
  const result = schedules.safeParse(document.value);
  if (result.success) return { raw: result.data, diagnostics: [] };
  const diagnostics = result.error.issues.flatMap((issue) => explainIssue(document, issue));
  return { raw: null, diagnostics: sortDiagnostics(diagnostics) };
}
