import type { Path } from "../source/document.ts";
import type { RawJob, RawSchedule, RawScheduleOf, RawSchedules } from "./raw.ts";
import { scheduleKeys } from "./schedule.ts";
import { isMap } from "./union.ts";

/** A schedule, or one of a list of them, and where it stands. */
export interface WrittenSchedule {
  readonly schedule: RawSchedule;
  readonly path: Path;
}

type EnvironmentSchedules = Record<string, RawSchedule | RawSchedule[]>;

/** Whether a job's `schedule` is a map environment → schedule; a map with a schedule's key is a schedule. */
export function isByEnvironment(schedule: RawScheduleOf): schedule is EnvironmentSchedules {
  return isMap(schedule) && !scheduleKeys.some((key) => key in schedule);
}

/** Where the schedule of a job in an environment stands; where it has none there, the job's `schedule`. */
export function schedulePath(key: string, job: RawJob, environment: string): Path {
  const path = ["jobs", key, "schedule"];
  return isByEnvironment(job.schedule) && Object.hasOwn(job.schedule, environment)
    ? [...path, environment]
    : path;
}

/** The schedules of a job in an environment. `manual`, and an environment that the map leaves out, give none. */
export function schedulesIn(key: string, job: RawJob, environment: string): WrittenSchedule[] {
  const { schedule } = job;
  if (!isByEnvironment(schedule)) return split(schedule, ["jobs", key, "schedule"]);
  const own = Object.hasOwn(schedule, environment) ? schedule[environment] : undefined;
  return own === undefined ? [] : split(own, ["jobs", key, "schedule", environment]);
}

/** Every schedule of the file as it is written, each once. */
export function writtenSchedules(raw: RawSchedules): WrittenSchedule[] {
  return Object.entries(raw.jobs).flatMap(([key, { schedule }]) => {
    const path = ["jobs", key, "schedule"];
    if (!isByEnvironment(schedule)) return split(schedule, path);
    return Object.entries(schedule).flatMap(([name, each]) => split(each, [...path, name]));
  });
}

function split(schedule: RawSchedule | RawSchedule[], path: Path): WrittenSchedule[] {
  const parts = Array.isArray(schedule)
    ? schedule.map((each, index) => ({ schedule: each, path: [...path, index] }))
    : [{ schedule, path }];
  return parts.filter((part) => part.schedule !== "manual");
}
