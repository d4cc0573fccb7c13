import type { EpochMinute } from "../../src/schedule/cron.ts";
import type { CompiledSchedules } from "../compiled.ts";
import { range } from "../diagnostics/diagnostic.ts";
import { settingPath } from "../passes/setting-path.ts";
import { pauseKey } from "../plan/compare-environments.ts";
import type { ResolvedJob } from "../resolved.ts";
import { decodeSource } from "../source/decode.ts";
import { readDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";
import type { CompiledSides } from "./plan-sides.ts";
import type { Version } from "./plan-version.ts";
import { lineWritten } from "./git-file.ts";

/** git reads a line's history in about 10 ms, so a change of very many pauses asks for the first of them. */
const maxAsked = 50;

/** When the pauses that the change ends or alters were written, by `pauseKey`, as far as git can tell. */
export function pausedSince(
  { before, after }: CompiledSides,
  version: Version | null,
): Map<string, EpochMinute> {
  const since = new Map<string, EpochMinute>();
  const { input, committed } = version ?? {};
  if (!before || !input || !committed) return since;
  const changed = changedPauses(before, after).slice(0, maxAsked);
  if (changed.length === 0) return since;
  const { document } = readDocument(decodeSource(input.config.file, input.config.bytes).source);
  for (const job of document ? changed : []) {
    const path = document && settingPath(document, job, "pause");
    if (!path || !document) continue;
    const written = lineWritten(committed, range(spanOfKey(document, path)).line);
    if (written !== null) since.set(keyOf(job), written);
  }
  return since;
}

function changedPauses(before: CompiledSchedules, after: CompiledSchedules): ResolvedJob[] {
  const now = new Map(jobsOf(after).map((job) => [keyOf(job), JSON.stringify(job.pause)]));
  return jobsOf(before).filter(
    (job) => job.pause !== null && now.get(keyOf(job)) !== JSON.stringify(job.pause),
  );
}

function keyOf({ environment, key }: ResolvedJob): string {
  return pauseKey(environment, key);
}

function jobsOf({ environments }: CompiledSchedules): ResolvedJob[] {
  return environments.flatMap(({ environment }) => environment.jobs);
}
