import { isAlias } from "yaml";
import type { z } from "zod";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { findNode } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { didYouMean, onlySpelling } from "./did-you-mean.ts";
import { durationMs } from "./duration.ts";
import { environmentInList, explainEnvironmentInList } from "./environment-in-list.ts";
import type { Problem } from "./scalar.ts";
import { kindOf, shown } from "./scalar.ts";

/** zod's issue in our words, at its place. A union's issue is that of the branch that was meant. */
export function explainIssue(
  document: SourceDocument,
  issue: z.core.$ZodIssue,
  parent: Path = [],
): Diagnostic[] {
  const path = [...parent, ...issue.path];
  switch (issue.code) {
    case "custom": {
      const problem = (issue.params ?? {}) as Partial<Problem>;
      const span = spanOfValue(document, path);
      const { hint, replacement: text } = problem;
      const fixes = text === undefined || isUnderAlias(document, path) ? [] : [{ span, text }];
      return [diagnostic(problem.code ?? "SCH104", span, issue.message, { hint, fixes })];
    }
    case "invalid_union": {
      // The message is the index of the meant branch, see union.ts.
      const meant = issue.errors[Number(issue.message)] ?? [];
      return meant.flatMap((each) => explainIssue(document, each, path));
    }
    case "unrecognized_keys": {
      const environment = environmentInList(document, path);
      if (environment !== undefined) return [explainEnvironmentInList(document, path, environment)];
      return issue.keys.map((key) => unknownKey(document, path, key, issue));
    }
    case "invalid_key":
      return issue.issues.map((each) => diagnostic("SCH107", spanOfKey(document, path), each.message));
    case "invalid_type":
      return invalidType(document, path, issue.expected);
    case "too_small":
      return [
        diagnostic("SCH104", spanOfValue(document, path), "this list is empty", {
          hint: "write at least one value, or remove the key",
        }),
      ];
    default:
      return [
        diagnostic(
          "SCH104",
          spanOfValue(document, path),
          `${shown(valueAt(document, path))} is not allowed here: ${issue.message}`,
        ),
      ];
  }
}

function unknownKey(
  document: SourceDocument,
  parent: Path,
  key: string,
  { keys, message: knownKeys }: z.core.$ZodIssueUnrecognizedKeys,
): Diagnostic {
  const path = [...parent, key];
  const span = spanOfKey(document, path);
  const known = knownKeys.split(" ");
  const allowed = known.filter((each) => findNode(document, [...parent, each]) === undefined);
  const hint = key === "<<" ? "YAML 1.2 has no merge keys: use `defaults`" : didYouMean(key, known);
  const message = `the key ${shown(key)} is not known here`;
  const others = allowed.length > 0 ? `allowed here: ${allowed.join(", ")}` : "remove it";
  const text = onlySpelling(key, known);
  // Two keys must not become one, and a map that aliases share may be right for another of its uses.
  const isSure =
    text !== undefined &&
    allowed.includes(text) &&
    keys.every((each) => each === key || onlySpelling(each, known) !== text) &&
    !isUnderAlias(document, path);
  return diagnostic("SCH101", span, message, {
    hint: hint ?? others,
    fixes: isSure ? [{ span, text }] : [],
  });
}

/** Whether a path leads through an alias, so that what it ends at stands elsewhere, and for others too. */
function isUnderAlias(document: SourceDocument, path: Path): boolean {
  return path.some((_, length) => isAlias(findNode(document, path.slice(0, length))?.node));
}

function invalidType(document: SourceDocument, path: Path, expected: string): Diagnostic[] {
  const key = String(path.at(-1));
  if (findNode(document, path) === undefined) {
    // What is said of its keys is enough.
    if (environmentInList(document, path.slice(0, -1)) !== undefined) return [];
    const where = path.length > 1 ? `${shown(path.slice(0, -1).join("."))} needs` : "the file needs";
    const message = `${where} the key \`${key}\``;
    return [
      diagnostic("SCH102", spanOfKey(document, path.slice(0, -1)), message, { hint: requiredHints[key] }),
    ];
  }
  const wanted =
    { object: "a map", record: "a map", array: "a list", boolean: "true or false", int: "a whole number" }[
      expected
    ] ?? expected;
  const value = valueAt(document, path);
  const message = `this is ${kindOf(value)}, ${wanted} is needed`;
  const hint = typeHint(key, value, expected);
  return [diagnostic("SCH103", spanOfValue(document, path), message, { hint })];
}

function typeHint(key: string, value: unknown, expected: string): string | undefined {
  if (key === "slack") return "write slack: {}, or { events: [failure] }";
  if (typeof value !== "string") return undefined;
  if (expected === "array") return `write [${value}]`;
  // Of `catchUp` the duration alone is enough.
  return key === "completion" && durationMs(value) !== null ? `write { within: ${value} }` : undefined;
}

const requiredHints: Readonly<Record<string, string>> = {
  version: "write version: 1",
  account: "write account: { plan: free } or account: { plan: paid }",
  plan: "write plan: free or plan: paid",
  backend: "write backend: https://…, the base of every job's URL",
  endpoint: "write endpoint: POST /path",
  reason: 'write reason: "…", so that the next person knows why',
  within: "write within: 6h",
  schedule: 'write schedule: { at: "02:06" }, or schedule: manual for a job that only runs by hand',
};

function valueAt(document: SourceDocument, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null)?.[key],
    document.value,
  );
}
