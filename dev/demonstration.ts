import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "../examples/node/jobs.ts";
import type { Project } from "./read-project.ts";

/** The jobs that the example backend answers: all that the project names, each taking a moment. */
export function demonstrationJobs() {
  const jobs: Record<string, Job> = {};
  return {
    add(project: Project): Readonly<Record<string, Job>> {
      for (const { name, path } of project.jobs) {
        jobs[path] = async () => {
          await delay(40 + Math.random() * 300);
          return { job: name };
        };
      }
      return jobs;
    },
  };
}

/** Values for what a deploy would ask for. A secret URL leads nowhere: the gate holds its requests back. */
export function demonstrationSecrets(
  names: readonly string[],
  token: string,
): Readonly<Record<string, string>> {
  const value = (name: string): string =>
    name.endsWith("_URL") ? `https://${name.toLowerCase().replaceAll("_", "-")}.invalid/` : token;
  return { ...Object.fromEntries(names.map((name) => [name, value(name)])), TRIGGER_TOKEN: token };
}
