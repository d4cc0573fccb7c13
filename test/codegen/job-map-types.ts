// Compiled by `tsc -p codegen`, never run: a wrong name of a job or an environment must not compile.
import type { EnvironmentName, JobName } from "../fixtures/ok/owner/job-map.ts";
import { jobMap } from "../fixtures/ok/owner/job-map.ts";
import type { EnvironmentMap } from "../../src/job-map.ts";

export const environment: EnvironmentName = "production";
export const job: JobName = "checkCurrent";
export const map: EnvironmentMap = jobMap.environments.staging;
export const schedule: string | undefined = jobMap.environments.production.jobs.mopDelta.schedule[0]?.cron;

// @ts-expect-error no such environment
export const wrongEnvironment: EnvironmentName = "prodution";
// @ts-expect-error no such job
export const wrongJob: JobName = "checkCurrents";
// @ts-expect-error no such environment
export const wrongMap = jobMap.environments.preview;
// @ts-expect-error no such job
export const wrongEntry = jobMap.environments.production.jobs.every6min;
type Triggers = typeof jobMap.environments.staging.triggers;
// @ts-expect-error a trigger wakes jobs of this file only
export const wrongTrigger: Triggers = { "* * * * *": ["other"] };
