import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { copyProject } from "../support/copy-project.ts";
import { startProcess } from "../support/start-process.ts";
import { bundleWorker } from "../support/workerd.ts";

export const SIGNING_SECRET = "ERIFY_SIGNING_SECRET";

/** How long the backend may take to complete an import, in simulated milliseconds. */
export const WITHIN_MS = 120_000;

/**
 * This repository's schedules.yaml with signed requests, timeouts that are tried again, and an import that the backend completes,
 * compiled and bundled as for a deploy. A backend refuses a signature that is not of the last minutes, so the Worker's clock
 * must be near the real one; so production's `every5min` runs every minute here, and `partiesImport` at a minute of today.
 * @param importAt the minute of `partiesImport`, in epoch ms
 * @returns the bundle, in `folder`
 */
export async function bundleSignedVariant(folder: string, importAt: number): Promise<string> {
  const project = copyProject();
  try {
    const file = join(project.folder, "schedules.yaml");
    const schedules = parseDocument(readFileSync(file, "utf8"));
    const edit = (path: string, value: unknown): void => schedules.setIn(path.split("."), value);
    edit("defaults.auth", { bearer: "ERIFY_CRON_TOKEN", hmac: SIGNING_SECRET });
    edit("defaults.retry.on", ["network", "timeout", 408, 425, 429, "5xx"]);
    edit("jobs.every5min.schedule.production", "* * * * *");
    edit("jobs.partiesImport.completion", { within: `${WITHIN_MS / 1000}s` });
    edit("jobs.partiesImport.schedule.production", { at: new Date(importAt).toISOString().slice(11, 16) });
    writeFileSync(file, schedules.toString());

    const generate = startProcess(["codegen/run.js", "generate"], {
      cwd: project.folder,
      env: { HOME: project.folder, TMPDIR: project.folder },
    });
    const { code, output } = await generate.ended;
    if (code !== 0) throw new Error(`The variant does not compile:\n${output}`);
    return await bundleWorker(join(project.folder, "src/local-worker.ts"), folder);
  } finally {
    project.remove();
  }
}
