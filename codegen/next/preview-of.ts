import { MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import type { Almanac } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { nextDue } from "../../src/schedule/next-due.ts";
import { describeRule } from "../cron/describe-rule.ts";
import type { Preview, PreviewJob } from "../preview/preview.ts";
import type { ResolvedEnvironment, ResolvedJob } from "../resolved.ts";
import type { Moment } from "./moment.ts";
import { momentOf } from "./moment.ts";
import { endOfPause, pauseText } from "./pause.ts";

/** What an environment runs on `days` whole UTC days, the first of which holds `fromMinute` (UTC, since 1970). */
export function previewOf(
  { name, jobs }: ResolvedEnvironment,
  almanac: Almanac,
  fromMinute: EpochMinute,
  days: number,
): Preview {
  const start = Math.floor(fromMinute / MINUTES_PER_DAY) * MINUTES_PER_DAY;
  const end = start + days * MINUTES_PER_DAY;
  const scheduled = jobs.filter(({ schedule, settings }) => schedule.length > 0 && settings.enabled);
  return {
    environment: name,
    fromMinute: start,
    untilMinute: end,
    jobs: scheduled.map((job) => previewJob(job, almanac, start, end)),
  };
}

function previewJob(job: ResolvedJob, almanac: Almanac, start: EpochMinute, end: EpochMinute): PreviewJob {
  const { key, name, schedule, pause, owner, runbook, description } = job;
  const words = schedule.map(({ zone: _zone, ...rule }) => describeRule(rule)).join("; ");
  return {
    key,
    name,
    zone: schedule[0]?.zone ?? "UTC",
    words: words + pauseText(pause, start),
    runs: runsBetween(job, almanac, Math.max(start, endOfPause(pause)), end),
    owner,
    runbook,
    description,
  };
}

function runsBetween(
  { schedule }: ResolvedJob,
  almanac: Almanac,
  start: EpochMinute,
  end: EpochMinute,
): Moment[] {
  const runs: Moment[] = [];
  let minute = start < end ? nextDue(schedule, start - 1, almanac) : null;
  while (minute !== null && minute < end) {
    runs.push(momentOf(schedule, almanac, minute));
    minute = nextDue(schedule, minute, almanac);
  }
  return runs;
}
