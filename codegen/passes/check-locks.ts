import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ResolvedJob, ResolvedSchedules } from "../resolved.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import type { SourceDocument } from "../source/document.ts";
import { spanOfValue } from "../source/span.ts";
import { settingPath } from "./setting-path.ts";

/** Reports SCH312: a lock that no two jobs of any environment share. Most often its name is misspelt. */
export function checkLocks(document: SourceDocument, { environments }: ResolvedSchedules): Diagnostic[] {
  const holders = environments.map(({ jobs }) => Map.groupBy(jobs, ({ lock }) => lock));
  const isShared = (lock: string): boolean => holders.some((each) => (each.get(lock)?.length ?? 0) > 1);
  const locks = new Set(holders.flatMap((each) => [...each.keys()]));
  const named = environments.flatMap(({ jobs }) => jobs).filter(({ key, lock }) => lock !== key);
  return named.filter(({ lock }) => !isShared(lock)).flatMap((job) => unshared(document, job, locks));
}

function unshared(document: SourceDocument, job: ResolvedJob, locks: ReadonlySet<string>): Diagnostic[] {
  const { key, lock } = job;
  const path = settingPath(document, job, "lock");
  if (!path) return [];
  const message = `only \`${key}\` has the lock \`${lock}\`, so it keeps nothing else from running`;
  const others = [...locks].filter((each) => each !== lock);
  const hint =
    didYouMean(lock, others) ?? "give it to the jobs that must not run at the same time, or remove it";
  return [diagnostic("SCH312", spanOfValue(document, path), message, { hint })];
}
