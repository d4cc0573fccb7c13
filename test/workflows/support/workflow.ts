import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = `${root}.github/workflows/`;
export const files: readonly string[] = readdirSync(folder);

export function readText(file: string): string {
  return readFileSync(folder + file, "utf8");
}

export function readWorkflow(file: string): Workflow {
  return parse(readText(file)) as Workflow;
}

/** The commands of a job, in order. */
export function runs(job: Job | undefined): string[] {
  return (job?.steps ?? []).flatMap(({ run }) => run ?? []);
}

/** The one step of a workflow of this name. */
export function stepNamed(file: string, name: string): Step {
  const steps = Object.values(readWorkflow(file).jobs).flatMap((job) => job.steps ?? []);
  const [step, ...more] = steps.filter((each) => each.name === name);
  if (step === undefined || more.length > 0) throw new Error(`${file} has no step named ${name}, or several`);
  return step;
}
