import { createWorker } from "./create-worker.ts";
import { jobMap } from "./generated/job-map.ts";
import { createLedgerClass } from "./ledger/ledger-object.ts";
import type { Platform } from "./platform.ts";
import { startTimeout } from "./timeout.ts";

/** Only here are the real clock, dice, network and console taken. */
const platform: Platform = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  startTimeout,
  fetch: (url, init) => fetch(url, init),
  console,
};

/** The Worker: what cron triggers and HTTP requests reach. */
export default createWorker(jobMap, platform);

/** The Durable Object that keeps the book of each environment: the binding LEDGER. */
export class Ledger extends createLedgerClass(jobMap, platform) {}
