/**
 * The ledger on a real disk, in a process that is killed without a warning. Whether each run was done, and once, is read
 * from what the backend received; each case prints it. The Worker's clock stands still or goes 30 times as fast, from the
 * moment that a case is about, so that no case waits for long and none has to be quick.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job } from "../../src/job-map.ts";
import { type SimulatedTime, simulatedAt } from "../../src/local/simulated-time.ts";
import { report } from "../src/ledger/report.ts";
import type { Checkpoint } from "../support/checkpoint.ts";
import type { Hold } from "../support/checkpoints.ts";
import { type LedgerSite, openLedgerSite, type Release, type RunAnswer } from "../support/ledger-site.ts";
import { bundleWorker } from "../support/workerd.ts";

/** Its run is lost 90 s after its claim: one attempt of 30 s, and 60 s. Unclaimed it is missed after 2 minutes. */
const JOB = {
  timeoutMs: 30_000,
  retry: { maxAttempts: 1 },
  catchUp: { withinMs: 3_600_000, runs: "latest" },
} as const;
const CRON = "5 0 * * *";
const DAILY = releaseOf(CRON);
const DUE = at("00:05:00");
const RUN_ID = "test:job:20261123T0005Z";

const PATIENCE = { timeout: 60_000, interval: 20 };

function releaseOf(cron: string, job = "job", more: Partial<Job> = {}): Release {
  return { jobs: { [job]: { ...JOB, ...more, schedule: [{ cron }] } }, triggers: { [cron]: [job] } };
}

function at(time: string): number {
  return Date.parse(`2026-11-23T${time}Z`);
}

function stoppedAt(time: string): SimulatedTime {
  return { from: at(time), startedAt: Date.UTC(2200), speed: 1 };
}

function goingFrom(time: string): SimulatedTime {
  return { from: at(time), startedAt: Date.now(), speed: 30 };
}

let folder: string;
let bundle: string;
let site: LedgerSite;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ledger-bundle-"));
  const entry = fileURLToPath(new URL("../support/checkpoint-worker.ts", import.meta.url));
  bundle = await bundleWorker(entry, folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The ledger of each case has watched the job since a minute before its time. */
beforeEach(async () => {
  site = await openLedgerSite(bundle);
  await deploy(stoppedAt("00:04:00"), DAILY);
  await site.kill();
});

afterEach(() => site.close());

/** Starts a release on what is stored, and sets its second clock going. */
async function deploy(time: SimulatedTime, release: Release): Promise<void> {
  await site.start(time, release);
  await site.wake();
}

const tick = (): Promise<unknown> => site.deliver(CRON, DUE);

/** Kills the process when a run that something sets off is at a checkpoint. What is held there goes on when it is released. */
async function killAt(checkpoint: Checkpoint, setOff: () => Promise<unknown>): Promise<Hold> {
  const hold = site.hold(checkpoint);
  const cutOff = setOff().catch(() => {});
  await hold.reached;
  await site.kill();
  await cutOff;
  return hold;
}

/** Waits for so many requests at the backend. Nobody calls the Worker meanwhile: it is woken by its alarm, or not at all. */
async function received(count: number): Promise<void> {
  await vi.waitUntil(() => site.backend.received.length >= count, PATIENCE);
}

/** The run of 00:05, as soon as it has ended. The history holds no other. */
function ended(): Promise<RunAnswer> {
  return vi.waitFor(async () => {
    const runs = await site.runs();
    expect(runs).toMatchObject([{ runId: RUN_ID, endedAt: expect.any(String) }]);
    return runs[0] as RunAnswer;
  }, PATIENCE);
}

interface Story {
  /** What the backend received: its answers, and what each request was for. */
  readonly received: readonly string[];
  /** What became of the run, in its order. */
  readonly run: readonly string[];
}

/** Checks what the backend received and the history tells, and that the run had its effect once. */
async function expectStory(what: string, want: Story): Promise<void> {
  await received(want.received.length);
  const { status, trigger, events = [] } = await ended();
  const requests = site.backend.received;
  const story = {
    received: requests.map((request) => `${request.status} ${String(request.headers["x-cron-trigger"])}`),
    run: [...events.map((each) => each.status), `${status} (${trigger})`],
  };
  report(what, { ...story, effects: site.effects() });
  expect(story).toEqual(want);
  expect(site.effects()).toBe(1);
  expect([...new Set(requests.map(({ headers }) => headers["idempotency-key"]))]).toEqual([RUN_ID]);
  expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
}

describe("killed in a tick's run, and started again", () => {
  it.each([
    { when: "before the claim", received: ["200 catch-up"], before: "missed" },
    { when: "between claim and request", received: ["200 catch-up"], before: "lost" },
    { when: "during the request", received: ["200 cron", "200 catch-up"], before: "lost" },
    { when: "between the answer and the record", received: ["200 cron", "200 catch-up"], before: "lost" },
  ] as const)("$when: it is made up", async ({ when, received: wanted, before }) => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt(when, tick)).release();
    await site.start(time, DAILY);
    await expectStory(`killed ${when}`, { received: wanted, run: [before, "succeeded (catch-up)"] });
  });

  it("after the record: nothing more happens", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt("after the record", tick)).release();
    await site.start(time, DAILY);
    // Past its lease, had it one.
    await vi.waitUntil(() => simulatedAt(time, Date.now()) > at("00:07:10"), PATIENCE);
    await expectStory("killed after the record", { received: ["200 cron"], run: ["succeeded (cron)"] });
  });

  it("during the request, and the backend is at it for longer: that is waited out", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    const work = await killAt("during the request", tick);
    await site.start(time, DAILY);
    await received(1);
    work.release();
    const wanted = ["409 catch-up", "200 cron", "200 catch-up"];
    await expectStory("still at it", { received: wanted, run: ["lost", "succeeded (catch-up)"] });
  });

  it("during the request, and the tick is delivered again: its run is under way until it is lost", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt("during the request", tick)).release();
    await site.start(time, DAILY);
    expect(await site.deliver(CRON, DUE)).toMatchObject({ outcome: "ok", runs: [] });
    const wanted = ["200 cron", "200 catch-up"];
    await expectStory("delivered again", { received: wanted, run: ["lost", "succeeded (catch-up)"] });
  });
});

describe("killed while the object makes a missed run up", () => {
  it.each([
    { when: "between claim and request", received: ["200 catch-up"] },
    { when: "during the request", received: ["200 catch-up", "200 catch-up"] },
    { when: "between the answer and the record", received: ["200 catch-up", "200 catch-up"] },
  ] as const)("$when: it is lost, and made up again", async ({ when, received: wanted }) => {
    const time = goingFrom("00:06:50");
    (await killAt(when, () => deploy(time, DAILY))).release();
    await site.start(time, DAILY);
    const run = ["missed", "lost", "succeeded (catch-up)"];
    await expectStory(`catch-up killed ${when}`, { received: wanted, run });
  });
});

describe("killed twice in a row", () => {
  it("in a tick's run and in what makes it up: it is made up again", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt("between claim and request", tick)).release();
    (await killAt("during the request", () => site.start(time, DAILY))).release();
    await site.start(time, DAILY);
    const run = ["lost", "lost", "succeeded (catch-up)"];
    await expectStory("killed twice", { received: ["200 catch-up", "200 catch-up"], run });
  });

  it("before anything has been claimed: it is missed, once", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt("before the claim", tick)).release();
    await site.start(time, DAILY);
    (await killAt("before the claim", tick)).release();
    await site.start(time, DAILY);
    const run = ["missed", "succeeded (catch-up)"];
    await expectStory("killed twice before the claim", { received: ["200 catch-up"], run });
  });
});

describe("killed in a run that goes on after its tick's end", () => {
  const retry = { maxAttempts: 2, initialDelayMs: 1_200_000, multiplier: 1, maxDelayMs: 1_200_000 };
  const patient = releaseOf(CRON, "job", { retry, deadlineMs: 3_600_000 });

  /** Its first attempt has failed at 00:05, the next is due 20 minutes later. */
  async function defer(): Promise<void> {
    await deploy(stoppedAt("00:05:05"), patient);
    site.failNext();
    expect(await tick()).toMatchObject({ runs: [{ runId: RUN_ID, status: "deferred" }] });
    await site.kill();
  }

  it("while it waits: it goes on at its time", async () => {
    await defer();
    await deploy(goingFrom("00:24:50"), patient);
    await expectStory("killed while it waits", {
      received: ["500 cron", "200 cron"],
      run: ["succeeded (cron)"],
    });
    const [run] = await site.runs();
    const lateMs = Date.parse(run?.attemptLog?.at(-1)?.startedAt ?? "") - at("00:25:05");
    // Not by what the second clock finds every 15 minutes.
    expect(lateMs).toBeLessThan(5 * 60_000);
    expect(lateMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    { when: "between claim and request", received: ["500 cron", "200 catch-up"] },
    { when: "during the request", received: ["500 cron", "200 cron", "200 catch-up"] },
  ] as const)("$when of its next attempt: it is lost, and made up", async ({ when, received: wanted }) => {
    await defer();
    (await killAt(when, () => deploy(goingFrom("00:24:50"), patient))).release();
    // Its lease, of 16 minutes at most, is over by now.
    await deploy(goingFrom("00:41:30"), patient);
    await expectStory(`deferred, killed ${when}`, {
      received: wanted,
      run: ["lost", "succeeded (catch-up)"],
    });
  });
});

it.each([2, 10])("%i deliveries of one tick at the same time: one request", async (times) => {
  await deploy(stoppedAt("00:05:05"), DAILY);
  const answers = await Promise.all(Array.from({ length: times }, () => site.deliver(CRON, DUE)));
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(times).fill("ok"));
  expect(answers.flatMap(({ runs }) => runs)).toMatchObject([{ runId: RUN_ID, status: "succeeded" }]);
  await expectStory(`delivered ${times} times`, { received: ["200 cron"], run: ["succeeded (cron)"] });
});

describe("another release between a due minute and its tick", () => {
  it("holds the minute too: the old trigger's tick runs it", async () => {
    await deploy(stoppedAt("00:05:05"), releaseOf("5,50 0 * * *"));
    await site.deliver(CRON, DUE);
    await expectStory("deploy, then the tick", { received: ["200 cron"], run: ["succeeded (cron)"] });
  });

  it("holds the minute too, and the tick never comes: it is made up", async () => {
    await deploy(goingFrom("00:05:05"), releaseOf("5,50 0 * * *"));
    await expectStory("deploy, no tick", {
      received: ["200 catch-up"],
      run: ["missed", "succeeded (catch-up)"],
    });
  });

  it("does not hold the minute: its tick runs nothing, and nothing is missed", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, releaseOf("50 0 * * *"));
    expect(await site.deliver(CRON, DUE)).toMatchObject({ outcome: "ok", runs: [] });
    await vi.waitUntil(() => simulatedAt(time, Date.now()) > at("00:07:10"), PATIENCE);
    expect(await site.runs()).toEqual([]);
    expect(site.backend.received).toEqual([]);
  });

  it("has the job no more, and its run was killed: it is lost, and stays so", async () => {
    const time = goingFrom("00:05:05");
    await deploy(time, DAILY);
    (await killAt("during the request", tick)).release();
    await site.start(time, releaseOf("50 0 * * *", "another"));
    await expectStory("deploy without the job", { received: ["200 cron"], run: ["lost (cron)"] });
  });
});
