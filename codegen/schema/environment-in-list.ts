import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { findNode } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";
import { isMap } from "./union.ts";

/**
 * The first environment among the keys of an item of `schedule: [{ production: … }]`: a map of environments that was written
 * with the dashes of a list. undefined for an item with any other key.
 */
export function environmentInList(document: SourceDocument, item: Path): string | undefined {
  if (item.at(-2) !== "schedule" || typeof item.at(-1) !== "number") return undefined;
  const value = item.reduce<unknown>(
    (parent, key) => (parent as Record<PropertyKey, unknown>)[key],
    document.value,
  );
  const keys = isMap(value) ? Object.keys(value) : [];
  const areEnvironments = keys.every((key) => findNode(document, ["environments", key]) !== undefined);
  return areEnvironments ? keys[0] : undefined;
}

/** Reports SCH101 at that key. */
export function explainEnvironmentInList(document: SourceDocument, item: Path, key: string): Diagnostic {
  const message = `\`${key}\` is an environment, and no schedule of a list`;
  const hint = "by environment it is a map: remove the `-`";
  return diagnostic("SCH101", spanOfKey(document, [...item, key]), message, { hint });
}
