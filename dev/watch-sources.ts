import { watch } from "node:fs";
import { root } from "./paths.ts";

const SOURCES: readonly string[] = ["schedules.yaml", "wrangler.template.toml"];

/** Editors write a file in several steps. */
const SETTLE_MS = 150;

/**
 * Calls `react` after each edit of a source, one call at a time.
 * @returns ends it
 */
export function watchSources(react: () => Promise<unknown>, onError: (error: unknown) => void): () => void {
  let settled: NodeJS.Timeout | undefined;
  let reacting: Promise<unknown> = Promise.resolve();
  const watcher = watch(root, (_, file) => {
    if (file === null || !SOURCES.includes(file)) return;
    clearTimeout(settled);
    settled = setTimeout(() => {
      reacting = reacting.then(react).catch(onError);
    }, SETTLE_MS);
  });
  return () => {
    clearTimeout(settled);
    watcher.close();
  };
}
