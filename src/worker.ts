import { createWorker } from "./create-worker.ts";
import { jobMap } from "./generated/job-map.ts";

/** The Worker. Only here are the real clock, dice, network and console taken. */
export default createWorker(jobMap, {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  timeoutSignal: (timeoutMs) => AbortSignal.timeout(timeoutMs),
  fetch: (url, init) => fetch(url, init),
  console,
});
