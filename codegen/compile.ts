import { createHash } from "node:crypto";
import type { CompiledSchedules } from "./compiled.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "./diagnostics/diagnostic.ts";
import { emitJobMap } from "./emit/emit-job-map.ts";
import { emitJsonSchema } from "./emit/emit-json-schema.ts";
import { emitOpenApi } from "./emit/emit-openapi.ts";
import { emitWranglerToml } from "./emit/emit-wrangler-toml.ts";
import { checkAccount } from "./passes/check-account.ts";
import { checkCatchUp } from "./passes/check-catch-up.ts";
import { checkDates } from "./passes/check-dates.ts";
import { checkWindows, hasWindows } from "./passes/check-windows.ts";
import { checkClockChanges } from "./passes/check-clock-changes.ts";
import { checkCompletion } from "./passes/check-completion.ts";
import { checkCost } from "./passes/check-cost.ts";
import { checkCron } from "./passes/check-cron.ts";
import { checkEnvironmentNames } from "./passes/check-environment-names.ts";
import { checkEnvironments } from "./passes/check-environments.ts";
import { checkJobs } from "./passes/check-jobs.ts";
import { checkLocks } from "./passes/check-locks.ts";
import { checkPauses } from "./passes/check-pauses.ts";
import { checkRequests } from "./passes/check-requests.ts";
import { checkSameRequest } from "./passes/check-same-request.ts";
import { checkScheduleForms } from "./passes/check-schedule-forms.ts";
import { checkSecrets } from "./passes/check-secrets.ts";
import { checkTemplate } from "./passes/check-template.ts";
import { checkTicks } from "./passes/check-ticks.ts";
import { checkWrittenForm } from "./passes/check-written-form.ts";
import { compileSchedules } from "./passes/compile-schedules.ts";
import { resolveSchedules } from "./passes/resolve-schedules.ts";
import type { RawSchedules } from "./schema/raw.ts";
import { proveCompiled } from "./proof/prove-compiled.ts";
import { validate } from "./schema/validate.ts";
import { decodeSource } from "./source/decode.ts";
import { ignoreComments } from "./source/ignore-comments.ts";
import { silenceIgnored } from "./source/silence-ignored.ts";
import type { Source } from "./source/source.ts";
import type { SourceDocument } from "./source/document.ts";
import { readDocument } from "./source/document.ts";
import { readTemplate } from "./template/read-template.ts";
import type { Template } from "./template/template.ts";

export interface CompileInput {
  /** Today, in UTC minutes since 1970: what is proved begins there, and warnings speak of it. What is written does not depend on it. */
  readonly nowMinute: number;
  /** The crons of the present wrangler.toml, by environment; none where there is no such file. */
  readonly present?: Readonly<Record<string, readonly string[]>>;
  /** Name as shown in messages, and content. */
  readonly config: { readonly file: string; readonly bytes: Uint8Array };
  /** `bytes` is null where there is no such file. */
  readonly template: { readonly file: string; readonly bytes: Uint8Array | null };
}

/** What the compiler writes, by path from the output directory. */
export type OutputFiles = ReadonlyMap<string, string>;

export interface CompileResult {
  /** Sorted; with an error among them there is no output. */
  readonly diagnostics: readonly Diagnostic[];
  readonly compiled: CompiledSchedules | null;
  readonly files: OutputFiles;
}

/** What the checks find and what they let pass: the pipeline up to the compiled form. */
interface Checked {
  /** Not sorted yet. */
  readonly diagnostics: readonly Diagnostic[];
  /** null where an error is among the diagnostics. */
  readonly passed: {
    readonly raw: RawSchedules;
    readonly template: Template;
    readonly compiled: CompiledSchedules;
  } | null;
}

/**
 * The whole pipeline, pure: source → raw → resolved → compiled → files. All checks of a stage run and report
 * together; a stage with errors is the last one.
 */
export function compile(input: CompileInput): CompileResult {
  const { diagnostics, passed } = compileChecked(input);
  if (!passed) return { diagnostics: sortDiagnostics(diagnostics), compiled: null, files: new Map() };
  const { raw, template, compiled } = passed;

  proveCompiled(raw, compiled, input.nowMinute);

  const files = new Map([
    ["schedules.openapi.yaml", emitOpenApi(compiled.resolved)],
    ["schedules.schema.json", emitJsonSchema()],
    ["src/generated/job-map.ts", emitJobMap(compiled)],
    ["wrangler.toml", emitWranglerToml(compiled, template.table)],
  ]);
  return { diagnostics: sortDiagnostics(diagnostics), compiled, files };
}

/** The compiled form alone, for those who only read it: checked like any, but not proved, and no file is made of it. */
export function compileToRead(input: CompileInput): Omit<CompileResult, "files"> {
  const { diagnostics, passed } = compileChecked(input);
  return { diagnostics: sortDiagnostics(diagnostics), compiled: passed?.compiled ?? null };
}

/** What all checks find, less what the file's ignore comments silence. */
function compileChecked(input: CompileInput): Checked {
  const decoded = decodeSource(input.config.file, input.config.bytes);
  const comments = ignoreComments(decoded.source);
  const { diagnostics: found, passed } = compileDecoded(decoded, input);
  const diagnostics = [...comments.diagnostics, ...silenceIgnored(found, comments.ignores)];
  return { diagnostics, passed: hasErrors(diagnostics) ? null : passed };
}

function compileDecoded(
  decoded: ReturnType<typeof decodeSource>,
  { template, nowMinute, present = {} }: CompileInput,
): Checked {
  const deployment = readTemplate(template.file, template.bytes, decoded.source);
  const diagnostics = [...decoded.diagnostics, ...deployment.diagnostics];

  const { document, raw, ...read } =
    decoded.diagnostics.length > 0 ? nothing : readRaw(decoded.source, nowMinute);
  diagnostics.push(...read.diagnostics);
  if (raw && deployment.template) diagnostics.push(...checkTemplate(deployment.template, raw));
  if (!document || !raw || !deployment.template || hasErrors(diagnostics))
    return { diagnostics, passed: null };

  const resolved = resolveSchedules(raw);
  const compiled = compileSchedules(resolved, hashOf(decoded.source.text), present);
  diagnostics.push(
    ...checkJobs(document, resolved),
    ...checkLocks(document, resolved),
    ...checkPauses(document, resolved, nowMinute),
    ...checkCatchUp(document, resolved),
    ...checkCompletion(document, resolved),
    ...checkSameRequest(document, resolved),
    ...checkTicks(document, compiled),
    ...checkAccount(document, compiled),
    ...checkCost(document, compiled),
    ...checkClockChanges(document, resolved, nowMinute),
  );
  if (hasErrors(diagnostics)) return { diagnostics, passed: null };
  return { diagnostics, passed: { raw, template: deployment.template, compiled } };
}

/** The first two stages: text → document → raw form, with all checks that need no defaults. */
export function readRaw(
  source: Source,
  nowMinute: number,
): {
  readonly document: SourceDocument | null;
  readonly raw: RawSchedules | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { document, diagnostics } = readDocument(source);
  if (!document) return { document, raw: null, diagnostics };
  const validated = validate(document);
  if (!validated.raw) return { document, ...validated };
  return {
    document,
    raw: validated.raw,
    diagnostics: sortDiagnostics(checkRaw(document, validated.raw, nowMinute)),
  };
}

const nothing = { document: null, raw: null, diagnostics: [] };

const rawChecks: readonly ((document: SourceDocument, raw: RawSchedules) => Diagnostic[])[] = [
  checkWrittenForm,
  checkEnvironmentNames,
  checkEnvironments,
  checkRequests,
  checkSecrets,
  checkScheduleForms,
  checkDates,
  checkCron,
];

function checkRaw(document: SourceDocument, raw: RawSchedules, nowMinute: number): Diagnostic[] {
  const diagnostics = rawChecks.flatMap((check) => check(document, raw));
  if (hasErrors(diagnostics) || !hasWindows(raw)) return diagnostics;
  // A window is read on the clock of its job, and only what is valid can be resolved.
  return [...diagnostics, ...checkWindows(document, raw, resolveSchedules(raw), nowMinute)];
}

/** SHA-256 in hex; CRLF counts as LF, so that a checkout on Windows has the same hash. */
function hashOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}
