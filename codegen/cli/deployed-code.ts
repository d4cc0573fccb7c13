import { basename, dirname } from "node:path";
import type { Difference } from "../deployed/compare-deployed.ts";
import type { DeployedVersion } from "../deployed/deployment.ts";
import { shortCommit } from "../deployed/words.ts";
import { countOf } from "../text/count-of.ts";
import { changedSince, commitsBeyond, findCommit, findHead, nearestAbove } from "./git-head.ts";
import { templateName } from "./read-input.ts";

/** Behind the commit of a version that was deployed with `--allow-dirty`. */
export const dirtyMark = "-dirty";

/** The code as it lies there. */
export interface PresentCode {
  readonly config: string;
  readonly commit: string;
  /** `main (91e67cd)`. */
  readonly label: string;
  /** Of what a deploy is made of: files and folders, from the folder of the schedules. */
  readonly paths: readonly string[];
  /** Files of those that no commit has so. */
  readonly changed: readonly string[];
}

/**
 * null outside a git repository.
 *
 * @param main the Worker's module, as the template names it
 * @throws UsageError where git can't be asked
 */
export function presentCode(config: string, main: string): PresentCode | null {
  const head = findHead(config);
  if (head === null) return null;
  const lock = nearestAbove(config, "package-lock.json");
  const paths = [
    basename(config),
    templateName,
    "wrangler.toml",
    ...new Set(["src", dirname(main)]),
    "package.json",
    ...(lock === null ? [] : [lock]),
    "tsconfig.json",
  ];
  return { config, ...head, paths, changed: changedSince(config, head.commit, paths) };
}

/** What a version is tagged with: 40 hex digits, marked where there are changes. Cloudflare takes 100 bytes. */
export function tagOf({ commit, changed }: PresentCode): string {
  return changed.length === 0 ? commit : `${commit}${dirtyMark}`;
}

/** The commit whose code a version is, where the version says so and git has it. */
export function knownCommit(config: string, { tag }: DeployedVersion): string | null {
  return tag === null ? null : findCommit(config, tag);
}

/** How many commits a version has that the code as it lies there has not; 0 where that is not known. */
export function commitsMissing(present: PresentCode, version: DeployedVersion): number {
  const commit = knownCommit(present.config, version);
  return commit === null ? 0 : commitsBeyond(present.config, commit, present.commit);
}

/** Whether a version's code is the code as it lies there; null: it is. */
export function codeDifference(present: PresentCode, version: DeployedVersion): Difference | null {
  const { config, paths, changed, label } = present;
  const commit = knownCommit(config, version);
  if (commit !== null && changedSince(config, commit, paths).length === 0) return null;
  const repository = changed.length === 0 ? label : `${label} and changes to ${changedWords(present)}`;
  return { kind: "version", name: null, repository, cloudflare: versionWords(present, version, commit) };
}

/** `src/worker.ts and 3 files more`. */
export function changedWords({ changed }: PresentCode): string {
  const more = changed.length - 1;
  return `${changed[0] ?? ""}${more > 0 ? ` and ${countOf(more, "file")} more` : ""}`;
}

function versionWords(present: PresentCode, { tag }: DeployedVersion, commit: string | null): string {
  if (tag === null) return "no commit is noted: it was not deployed by npm run deploy";
  const short = shortCommit(tag);
  if (tag.endsWith(dirtyMark)) return `${short} and changes that no commit has`;
  if (commit === null) return `${short}, which git does not know here`;
  const behind = commitsBeyond(present.config, present.commit, commit);
  const ahead = commitsBeyond(present.config, commit, present.commit);
  const words = [
    ...(behind > 0 ? [`${countOf(behind, "commit")} behind`] : []),
    ...(ahead > 0 ? [`${countOf(ahead, "commit")} ahead`] : []),
  ];
  return [short, ...words].join(", ");
}
