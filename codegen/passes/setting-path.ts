import type { ResolvedJob } from "../resolved.ts";
import type { RawSettings } from "../schema/raw.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { findNode } from "../source/document.ts";

/** Where what holds for a job is written: the first of the places that are looked in; null where it is built in. */
export function settingPath(
  document: SourceDocument,
  { key, environment }: ResolvedJob,
  setting: keyof RawSettings,
): Path | null {
  const places = [
    ["jobs", key, "overrides", environment],
    ["jobs", key],
    ["environments", environment, "defaults"],
    ["defaults"],
  ];
  const paths = places.map((place) => [...place, setting]);
  return paths.find((path) => findNode(document, path) !== undefined) ?? null;
}
