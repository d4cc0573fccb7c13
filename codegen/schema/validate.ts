import type { z } from "zod";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/diagnostic.ts";
import type { SourceDocument } from "../source/document.ts";
import { explainIssue } from "./explain-issue.ts";
import type { RawSchedules } from "./raw.ts";
import { schedules } from "./schedules.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Assignable<A, B> = A extends B ? true : false;

/** Fails to compile when the schema and the exported types drift apart. */
type Schema = z.output<typeof schedules>;
const schemaFitsTypes: Assignable<Schema, RawSchedules> = true;
const typesFitSchema: Assignable<RawSchedules, Schema> = true;
const topLevelKeys: Equal<keyof Schema, keyof RawSchedules> = true;
const jobKeys: Equal<keyof Schema["jobs"][string], keyof RawSchedules["jobs"][string]> = true;
const environmentKeys: Equal<
  keyof Schema["environments"][string],
  keyof RawSchedules["environments"][string]
> = true;
void [schemaFitsTypes, typesFitSchema, topLevelKeys, jobKeys, environmentKeys];

/** Checks the shape of a document. Reports SCH1xx and SCH21x; with any of them there is no raw form. */
export function validate(document: SourceDocument): { raw: RawSchedules | null; diagnostics: Diagnostic[] } {
  const result = schedules.safeParse(document.value);
  if (result.success) return { raw: result.data, diagnostics: [] };
  const diagnostics = result.error.issues.flatMap((issue) => explainIssue(document, issue));
  return { raw: null, diagnostics: sortDiagnostics(diagnostics) };
}
