import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "../examples/node/jobs.ts";
import type { Project } from "./read-project.ts";

/** How long a job takes, in simulated milliseconds; in real ones at least so long that it can be seen under way. */
const SHORTEST_JOB_MS = 2_000;
const LONGEST_JOB_MS = 8_000;
const LEAST_REAL_MS = 20;

/**
 * The jobs that the example backend answers: all that the project names, each taking a moment.
 * @param speed simulated seconds in a real one
 */
export function demonstrationJobs(speed: number) {
  const jobs: Record<string, Job> = {};
  return {
    add(project: Project): Readonly<Record<string, Job>> {
      for (const { name, path } of project.jobs) {
        const run = async (): Promise<unknown> => {
          const simulatedMs = SHORTEST_JOB_MS + Math.random() * (LONGEST_JOB_MS - SHORTEST_JOB_MS);
          await delay(Math.max(LEAST_REAL_MS, simulatedMs / speed));
          return { job: name };
        };
        jobs[path] = { keys: [name], run };
      }
      return jobs;
    },
  };
}

/** The secret that makes the local Worker alert. It is not among those that a deploy asks for. */
const SLACK_SECRET = "LOCAL_SLACK_URL";

/** Values for what a deploy would ask for, and more. A secret URL leads nowhere: the gate holds its requests back. */
export function demonstrationSecrets(
  names: readonly string[],
  token: string,
): Readonly<Record<string, string>> {
  const value = (name: string): string =>
    name.endsWith("_URL") ? `https://${name.toLowerCase().replaceAll("_", "-")}.invalid/` : token;
  return Object.fromEntries([...names, SLACK_SECRET].map((name) => [name, value(name)]));
}
