import { statSync } from "node:fs";
import { unstable_readConfig } from "wrangler";
import { notFound } from "../codegen/cli/choose.ts";
import type { JobMap } from "../src/job-map.ts";
import { parseCron } from "../src/schedule/cron.ts";
import type { Trigger } from "./clock.ts";
import { root, wranglerConfigPath } from "./paths.ts";

const jobMapUrl = new URL("src/generated/job-map.ts", root);

/** One environment of the project, as `generate` left it. */
export interface Project {
  readonly environment: string;
  /** Of the schedules that it was generated from. */
  readonly sourceHash: string;
  readonly triggers: readonly Trigger[];
  /** Names of the secrets that a deploy asks for. */
  readonly secrets: readonly string[];
  readonly jobs: readonly ProjectJob[];
  /** Trigger → the jobs that it wakes. */
  readonly wakes: Readonly<Record<string, readonly string[]>>;
}

export interface ProjectJob {
  readonly name: string;
  /** On the backend, without the query. */
  readonly path: string;
}

/** A mistake in what was asked for: its message is for people, without a stack. */
export class ProjectError extends Error {}

/**
 * Reads what would be deployed: triggers and secrets from `wrangler.toml`, jobs from the job map.
 *
 * @param environment its name; undefined takes the file's first.
 * @throws ProjectError when there is no such environment.
 */
export async function readProject(environment: string | undefined): Promise<Project> {
  // The query makes this a module of its own each time: the file may have been generated again.
  const version = statSync(jobMapUrl).mtimeMs;
  const { jobMap }: { jobMap: JobMap } = await import(`${jobMapUrl.href}?${version}`);
  const names = Object.keys(jobMap.environments);
  const name = environment ?? names[0] ?? "";
  const map = jobMap.environments[name];
  if (map === undefined) {
    throw new ProjectError(notFound("environment", name, names));
  }
  const config: WranglerConfig = unstable_readConfig({ config: wranglerConfigPath, env: name });
  return {
    environment: name,
    sourceHash: jobMap.sourceHash,
    triggers: (config.triggers.crons ?? []).map(readTrigger),
    secrets: config.secrets?.required ?? [],
    jobs: Object.entries(map.jobs).map(([key, job]) => ({ name: key, path: job.path.replace(/\?.*/s, "") })),
    wakes: map.triggers,
  };
}

/** What this file needs of wrangler's answer. */
interface WranglerConfig {
  readonly triggers: { readonly crons?: readonly string[] };
  readonly secrets?: { readonly required?: readonly string[] };
}

function readTrigger(text: string): Trigger {
  const parsed = parseCron(text);
  if (!parsed.ok)
    throw new ProjectError(
      `wrangler.toml holds a cron expression that Cloudflare refuses: ${text}. Write it anew: npm run generate`,
    );
  return { text, cron: parsed.cron };
}
