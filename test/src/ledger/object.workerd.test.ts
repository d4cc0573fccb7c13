/** The Durable Object itself, as the Worker reaches it: by RPC, on its own storage, with its own alarm. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { ClaimRequest, LedgerCalls } from "../../../src/ledger/protocol.ts";

const namespace = (env as unknown as { LEDGER: DurableObjectNamespace }).LEDGER;

/** A new object, and the calls that it answers. */
function newLedger(): { stub: DurableObjectStub; ledger: LedgerCalls } {
  // Without a name: one with the name of another environment does nothing.
  const stub = namespace.get(namespace.newUniqueId());
  return { stub, ledger: stub as unknown as LedgerCalls };
}

/** A claim of a minute that has just begun; the job map of this object is the generated one. */
function claimNow(): ClaimRequest {
  const scheduledTime = Math.floor(Date.now() / 60_000) * 60_000;
  const minute = new Date(scheduledTime).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  return {
    tick: "tick-1",
    runs: [
      {
        job: "checkCurrent",
        runId: `development:checkCurrent:${minute}Z`,
        scheduledTime,
        correlationId: "7fb31219-68ed-436a-9913-10a16393247e",
        lock: "checkCurrent",
        overlap: "skip",
        pausedBecause: null,
        lateAfterMs: 900_000,
        leaseMs: 153_000,
      },
    ],
  };
}

const alarmOf = (stub: DurableObjectStub): Promise<number | null> =>
  runInDurableObject(stub, (_, { storage }) => storage.getAlarm());

it("remembers a claim past its eviction", async () => {
  const { stub, ledger } = newLedger();
  const claim = claimNow();
  expect((await ledger.claim(claim)).verdicts).toMatchObject([{ verdict: "run" }]);
  await evictDurableObject(stub);
  expect((await ledger.claim(claim)).verdicts).toEqual([
    { verdict: "duplicate", why: "the run is under way" },
  ]);
});

it("remembers past its eviction what the backend has accepted, and that it has been completed", async () => {
  const { stub, ledger } = newLedger();
  const claim = claimNow();
  const [run] = claim.runs;
  if (run === undefined) throw new Error("nothing is claimed");
  const { job, runId, correlationId, scheduledTime } = run;
  await ledger.claim(claim);
  const acceptedAt = Date.now();
  const leaseUntil = acceptedAt + 7_200_000;
  const accepted = {
    job,
    tick: claim.tick,
    trigger: "cron",
    scheduledTime,
    attempts: [],
    acceptedAt,
  } as const;
  expect(await ledger.renew({ runId, correlationId, leaseUntil, accepted })).toBe(true);
  await evictDurableObject(stub);
  expect(await ledger.run(runId)).toMatchObject({ status: "running", acceptedAt, completeBy: leaseUntil });
  const completion = { runId, status: "succeeded", message: "done" } as const;
  expect(await ledger.complete(completion)).toMatchObject({ verdict: "completed" });
  await evictDurableObject(stub);
  expect(await ledger.complete(completion)).toMatchObject({ verdict: "known", run: { status: "succeeded" } });
});

it("sets its alarm at its first call, at most 15 minutes ahead, and again when it rings", async () => {
  const { stub, ledger } = newLedger();
  const { alarmAt } = await ledger.standing();
  expect(alarmAt).toBeGreaterThan(Date.now());
  expect(alarmAt).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
  expect(await alarmOf(stub)).toBe(alarmAt);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await alarmOf(stub)).toBeGreaterThanOrEqual(alarmAt);
});

it("of an environment that the Worker no longer has, it does nothing, and its alarm is gone", async () => {
  const stub = namespace.getByName("development");
  await (stub as unknown as LedgerCalls).standing();
  const other = namespace.getByName("renamed");
  await runInDurableObject(other, (_, { storage }) => storage.setAlarm(Date.now() + 3_600_000));
  await evictDurableObject(other);
  await runInDurableObject(other, (instance) => {
    const standing = () => (instance as unknown as LedgerCalls).standing();
    expect(standing).toThrow("this ledger's environment is no more");
  });
  expect(await alarmOf(other)).toBe(null);
  expect(await alarmOf(stub)).toBeGreaterThan(Date.now());
});
