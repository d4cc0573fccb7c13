import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { RawSchedules } from "../schema/raw.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { looksSecretName, looksSecretValue } from "./looks-secret.ts";
import { ownedVars, secretNames } from "./owned-names.ts";

/** Reports SCH307 (a secret in clear text) and SCH310 (a var whose name the compiler owns). Never shows the value. */
export function checkSecrets(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return [
    ...Object.entries(raw.environments).flatMap(([name, { vars = {} }]) =>
      Object.entries(vars).flatMap(([key, value]) =>
        checkVar(document, ["environments", name, "vars", key], key, value),
      ),
    ),
    ...Object.entries(raw.jobs).flatMap(([key, job]) => [
      ...checkRequest(document, ["jobs", key], job),
      ...Object.entries(job.overrides ?? {}).flatMap(([name, override]) =>
        checkRequest(document, ["jobs", key, "overrides", name], override),
      ),
    ]),
  ];
}

function checkVar(document: SourceDocument, path: Path, name: string, value: string): Diagnostic[] {
  if (ownedVars.some((owned) => owned === name) || secretNames.some((owned) => owned === name)) {
    const message = `the name \`${name}\` is set by the compiler`;
    return [diagnostic("SCH310", spanOfKey(document, path), message, { hint: "choose another name" })];
  }
  if (!looksSecretName(name) && !looksSecretValue(value)) return [];
  return [clearText(document, path, `the var \`${name}\` looks like a secret, and vars stand in clear text`)];
}

function checkRequest(
  document: SourceDocument,
  path: Path,
  request: {
    endpoint?: string;
    query?: Record<string, unknown>;
    headers?: Record<string, string>;
    payload?: unknown;
  },
): Diagnostic[] {
  const named = [
    ...Object.entries(request.headers ?? {}).map(([name, value]) => ({
      at: [...path, "headers", name],
      name,
      value,
    })),
    ...Object.entries(request.query ?? {}).map(([name, value]) => ({
      at: [...path, "query", name],
      name,
      value,
    })),
    ...[...new URLSearchParams(request.endpoint?.split("?")[1] ?? "")].map(([name, value]) => ({
      at: [...path, "endpoint"],
      name,
      value,
    })),
    ...leaves(request.payload, [...path, "payload"]),
  ];
  return named
    .filter(
      ({ name, value }) =>
        typeof value === "string" && value !== "" && (looksSecretName(name) || looksSecretValue(value)),
    )
    .map(({ at, name }) => clearText(document, at, `\`${name}\` looks like a secret in clear text`));
}

function leaves(value: unknown, path: Path): { at: Path; name: string; value: unknown }[] {
  if (value === null || typeof value !== "object") return [{ at: path, name: String(path.at(-1)), value }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, each]) => leaves(each, [...path, key]));
}

function clearText(document: SourceDocument, path: Path, message: string): Diagnostic {
  const hint = "keep it out of the repository: set it with `wrangler secret put` and name it in `auth`";
  return diagnostic("SCH307", spanOfValue(document, path), message, { hint });
}
