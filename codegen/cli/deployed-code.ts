import { dirname, relative } from "node:path";
import type { Difference } from "../deployed/compare-deployed.ts";
import type { DeployedVersion } from "../deployed/deployment.ts";
import { countOf, shortCommit } from "../deployed/words.ts";
import { changedSince, commitsSince, findCommit, findHead } from "./git.ts";
import { templateName } from "./read-input.ts";

/** Behind the commit of a version that was deployed with `--allow-dirty`. */
export const dirtyMark = "-dirty";

/** What a deploy is made of, beside the schedules. */
const deployedPaths = [
  templateName,
  "wrangler.toml",
  "src",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** The code as it lies there. */
export interface PresentCode {
  readonly commit: string;
  /** `main (91e67cd)`. */
  readonly label: string;
  /** Files that no commit has so, among those that a deploy is made of. */
  readonly changed: readonly string[];
}

/** null outside a git repository. */
export function presentCode(config: string): PresentCode | null {
  const head = findHead(config);
  return head && { ...head, changed: changedSince(config, head.commit, pathsOf(config)) };
}

function pathsOf(config: string): string[] {
  return [relative(dirname(config), config), ...deployedPaths];
}

/** What a version is tagged with: 40 hex digits, marked where there are changes. Cloudflare takes 100 bytes. */
export function tagOf({ commit, changed }: PresentCode): string {
  return changed.length === 0 ? commit : `${commit}${dirtyMark}`;
}

/** The commit whose code a version is, where the version says so and git knows it. */
export function knownCommit(config: string, { tag }: DeployedVersion): string | null {
  return tag === null || tag.endsWith(dirtyMark) ? null : findCommit(config, tag);
}

/** Whether a version's code is the code as it lies there; null: it is. */
export function codeDifference(
  config: string,
  present: PresentCode | null,
  version: DeployedVersion,
): Difference | null {
  if (present === null) return null;
  const commit = knownCommit(config, version);
  if (commit !== null && changedSince(config, commit, pathsOf(config)).length === 0) return null;
  const repository =
    present.changed.length === 0 ? present.label : `${present.label} and changes to ${changedWords(present)}`;
  return { kind: "version", name: null, repository, cloudflare: versionWords(config, version, commit) };
}

/** `src/worker.ts and 3 files more`. */
export function changedWords({ changed }: PresentCode): string {
  const more = changed.length - 1;
  return `${changed[0] ?? ""}${more > 0 ? ` and ${countOf(more, "file")} more` : ""}`;
}

function versionWords(config: string, { tag }: DeployedVersion, commit: string | null): string {
  if (tag === null) return "no commit is noted: it was not deployed by npm run deploy";
  const short = shortCommit(tag);
  if (tag.endsWith(dirtyMark)) return `${short} and changes that no commit has`;
  if (commit === null) return `${short}, which git does not know here`;
  const behind = commitsSince(config, commit);
  return behind === 0 ? short : `${short}, ${countOf(behind, "commit")} behind`;
}
