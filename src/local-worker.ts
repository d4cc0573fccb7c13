/**
 * The Worker as `npm run dev` and `npm start` run it: the same, but each log line is JSON text. `npm start` has it live on
 * a faster clock, and alert where `schedules.yaml` names nobody to alert.
 */
import { env } from "cloudflare:workers";
import type { Bindings } from "./configuration.ts";
import { createWorker } from "./create-worker.ts";
import { jobMap } from "./generated/job-map.ts";
import { type AlarmTime, createLedgerClass } from "./ledger/ledger-object.ts";
import { localPlatform } from "./local/local-platform.ts";
import { REAL_TIME, realAt, simulatedAt, type SimulatedTime } from "./local/simulated-time.ts";
import { withSlack } from "./local/with-slack.ts";

/** What only `npm start` passes, and no generated file holds. */
const { LOCAL_CLOCK: clock, LOCAL_SLACK_URL: slackUrl }: Bindings = { ...env };

const time: SimulatedTime = typeof clock === "string" ? JSON.parse(clock) : REAL_TIME;
const platform = localPlatform(time);
const localJobMap = slackUrl === undefined ? jobMap : withSlack(jobMap, "LOCAL_SLACK_URL");

/** The alarm goes by the real clock, and all that the ledger knows by the simulated one. */
const simulated: AlarmTime = {
  toAlarm: (at) => realAt(time, at),
  fromAlarm: (at) => simulatedAt(time, at),
};

/**
 * Under `npm run dev` no cron fires, and so every run would be missed: without this the ledger would make up on a desk
 * what the jobs of an environment do for real.
 */
const never: AlarmTime = { toAlarm: () => Date.UTC(2200, 0), fromAlarm: (at) => at };

export default createWorker(localJobMap, platform);

export class Ledger extends createLedgerClass(
  localJobMap,
  platform,
  clock === undefined ? never : simulated,
) {}
