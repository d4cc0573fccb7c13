/**
 * The Worker with its ledger, as they are, but with a job map and a clock that a test gives it in vars, and with
 * checkpoints: at each it asks the test's own server whether it may go on, and is held there for as long as the test wants.
 */
import { env } from "cloudflare:workers";
import type { Bindings } from "../../src/configuration.ts";
import { createWorker } from "../../src/create-worker.ts";
import type { JobMap } from "../../src/job-map.ts";
import { createLedgerClass } from "../../src/ledger/ledger-object.ts";
import type { LedgerCalls, RunRecord } from "../../src/ledger/protocol.ts";
import { localPlatform } from "../../src/local/local-platform.ts";
import { realAt, simulatedAt, type SimulatedTime } from "../../src/local/simulated-time.ts";
import type { Platform } from "../../src/platform.ts";
import type { Checkpoint } from "./checkpoint.ts";

const vars: Bindings = { ...env };
const jobMap = JSON.parse(String(vars["JOB_MAP"])) as JobMap;
const time = JSON.parse(String(vars["CLOCK"])) as SimulatedTime;
const local = localPlatform(time);

async function pass(checkpoint: Checkpoint): Promise<void> {
  const response = await fetch(`${String(vars["CHECKPOINTS"])}/${encodeURIComponent(checkpoint)}`);
  await response.text();
}

const platform: Platform = {
  ...local,
  async fetch(url, init) {
    await pass("between claim and request");
    const response = await local.fetch(url, init);
    const text = await response.text();
    await pass("between the answer and the record");
    return new Response(text, response);
  },
};

/** A ledger that a tick reaches by way of the checkpoints. */
function behindCheckpoints(ledger: LedgerCalls): LedgerCalls {
  return new Proxy(ledger, {
    get: (target, name) => {
      if (name === "claim") {
        return async (request: Parameters<LedgerCalls["claim"]>[0]) => {
          await pass("before the claim");
          return target.claim(request);
        };
      }
      if (name === "record") {
        return async (record: RunRecord) => {
          await target.record(record);
          await pass("after the record");
        };
      }
      return Reflect.get(target, name) as unknown;
    },
  });
}

const worker = createWorker(jobMap, platform);

export default {
  fetch(request: Request, bindings: Bindings, context: ExecutionContext): Promise<Response> {
    const namespace = bindings["LEDGER"] as { readonly getByName: (name: string) => LedgerCalls };
    const LEDGER = { getByName: (name: string) => behindCheckpoints(namespace.getByName(name)) };
    return worker.fetch(request, { ...bindings, LEDGER }, context);
  },
};

export class Ledger extends createLedgerClass(jobMap, platform, {
  toAlarm: (at) => realAt(time, at),
  fromAlarm: (at) => simulatedAt(time, at),
}) {}
