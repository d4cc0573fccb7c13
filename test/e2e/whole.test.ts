/**
 * The Worker and Django, end to end: this repository's schedules.yaml in workerd, with its ledger on disk, and the Django
 * example on SQLite. Each case prints what came of its runs. The Worker's clock stands still, or goes some times as fast;
 * Django's is the real one. A clock that stands still does not ring the ledger's second clock.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SimulatedTime } from "../../src/local/simulated-time.ts";
import { report } from "../src/ledger/report.ts";
import { bundleWorker } from "../support/workerd.ts";
import { createDjangoSite, type DjangoSite, python } from "./django-site.ts";
import { bundleSignedVariant, SIGNING_SECRET } from "./signed-variant.ts";
import { migrate, openWholeSite, TOKEN, type WholeSite } from "./whole-site.ts";
import type { RunAnswer, WholeWorker } from "./whole-worker.ts";

const given =
  python === undefined ? "no python3 with Django here: apt-get install python3-django" : "with Django";
const PATIENCE = { timeout: 30_000, interval: 50 };
const SLOW = { ELECTIONS_SOURCE_DELAY_SECONDS: "60" };
const FIVE_MINUTES = "*/5 * * * *";
const MINUTE_MS = 60_000;
const NEW_TOKEN = "new-token-of-the-test";

/** What the first import of each finds, counted by hand in examples/django/elections/source. */
const THREE_NEW = "3 added, 0 changed, 0 unchanged";

function at(time: string): number {
  return Date.parse(`${time}Z`);
}

/** A wait of the Worker's is 20 times as short. */
function stoppedAt(from: number): SimulatedTime {
  return { from, startedAt: Date.UTC(2200), speed: 20 };
}

function goingFrom(from: number, speed: number): SimulatedTime {
  return { from, startedAt: Date.now(), speed };
}

function idOf(job: string, scheduledTime: number): string {
  const minute = new Date(scheduledTime).toISOString().slice(0, 16).replace(/[-:]/g, "");
  return `production:${job}:${minute}Z`;
}

function answersOf({ attemptLog = [] }: RunAnswer): (number | string)[] {
  return attemptLog.map(({ statusCode, error }) => statusCode ?? error ?? "");
}

function without409(answers: readonly (number | string)[]): (number | string)[] {
  return answers.filter((answer) => answer !== 409);
}

let folder: string;
let migrated: DjangoSite;
let database: string;
let site: WholeSite;

/** Resolves when Django has begun the run. */
async function begun(runId: string): Promise<void> {
  const state = (): unknown =>
    site.query("SELECT state FROM cron_jobs_cronrun WHERE key = ?", runId)[0]?.["state"];
  await vi.waitUntil(() => state() === "running", PATIENCE);
}

/** The run, as soon as it has ended. */
function ended(worker: WholeWorker, runId: string): Promise<RunAnswer> {
  return vi.waitFor(async () => {
    const run = await worker.run(runId);
    expect(run).toHaveProperty("endedAt");
    return run;
  }, PATIENCE);
}

/** How Django has settled a run: one row for each key. */
function settled(runId: string): unknown {
  return site.query("SELECT state, answer_status AS status FROM cron_jobs_cronrun WHERE key = ?", runId);
}

function partiesImports(): number {
  const command = "parties_import_from_ec";
  return site.query("SELECT id FROM elections_import WHERE command = ?", command).length;
}

const SUCCEEDED = [{ state: "succeeded", status: 200 }];

describe.skipIf(python === undefined)(`the Worker and Django, end to end (${given})`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "whole-bundles-"));
    migrated = createDjangoSite({ ERIFY_CRON_TOKEN: TOKEN });
    database = await migrate(migrated);
  });

  afterAll(async () => {
    await migrated.close();
    rmSync(folder, { recursive: true });
  });

  afterEach(() => site.close());

  describe("by the schedules as they are", () => {
    const due = at("2026-11-23T23:20");
    const runId = idOf("every5min", due);
    let bundle: string;

    beforeAll(async () => {
      bundle = await bundleWorker(
        fileURLToPath(new URL("../../src/local-worker.ts", import.meta.url)),
        folder,
      );
    });

    beforeEach(async () => {
      site = await openWholeSite(bundle, database);
    });

    it("all four jobs run at their times", async () => {
      await site.serve();
      const night = [
        { job: "every5min", cron: FIVE_MINUTES, time: "2026-11-23T23:20", answer: 200 },
        { job: "checkCurrent", cron: "23 23 * * *", time: "2026-11-23T23:23", answer: 200 },
        { job: "mopDelta", cron: "33 23 * * *", time: "2026-11-23T23:33", answer: 200 },
        { job: "partiesImport", cron: "6 2 * * *", time: "2026-11-24T02:06", answer: 202 },
      ];
      const told: RunAnswer[] = [];
      for (const { job, cron, time, answer } of night) {
        const worker = await site.startWorker(stoppedAt(at(time) + 5_000));
        const id = idOf(job, at(time));
        expect(await worker.tick(cron, at(time))).toMatchObject({ outcome: "ok", runs: [{ runId: id }] });
        const run = await worker.run(id);
        expect(run).toMatchObject({ status: "succeeded", trigger: "cron", statusCode: answer, attempts: 1 });
        told.push(run);
      }
      const queue = site.startQueue(["--once"]);
      expect(await queue.ended, queue.output()).toBe(0);

      for (const { runId: id, correlationId } of told) {
        expect(new Set(site.logOf(id).map((entry) => entry.correlationId))).toEqual(new Set([correlationId]));
        expect(settled(id)).toEqual(SUCCEEDED);
      }
      // Five of the source's six elections changed within 25 hours; two of them are no longer current.
      expect(
        site.query("SELECT result FROM elections_import ORDER BY id").map(({ result }) => result),
      ).toEqual([THREE_NEW, "2 added, 0 changed, 3 unchanged", THREE_NEW]);
      expect(site.query("SELECT slug FROM elections_election")).toHaveLength(5);
      expect(site.query("SELECT ec_id FROM elections_party")).toHaveLength(3);
      report("four jobs at their times", {
        runs: told.map(({ runId: id, statusCode }) => `${id} ${statusCode}`),
        effects: site.imports(),
      });
    });

    it("the same tick, at once and apart: Django is asked once", async () => {
      await site.serve();
      const worker = await site.startWorker(stoppedAt(due + 5_000));
      const ticks = await Promise.all(Array.from({ length: 2 }, () => worker.tick(FIVE_MINUTES, due)));
      ticks.push(await worker.tick(FIVE_MINUTES, due));
      expect(ticks.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok"]);
      expect(ticks.flatMap(({ runs }) => runs)).toMatchObject([{ runId, status: "succeeded" }]);
      await expect.poll(() => site.answersTo(runId)).toEqual([200]);
      expect(settled(runId)).toEqual(SUCCEEDED);
      expect(site.imports()).toBe(1);
      report("one tick three times", { answers: site.answersTo(runId), effects: site.imports() });
    });

    it("the same tick at two Workers without a common ledger: Django works once, and both succeed", async () => {
      await site.serve({ ELECTIONS_SOURCE_DELAY_SECONDS: "1" });
      const workers = [
        await site.startWorker(stoppedAt(due + 5_000)),
        await site.startOtherWorker(stoppedAt(due + 5_000)),
      ];
      const ticks = await Promise.all(workers.map((worker) => worker.tick(FIVE_MINUTES, due)));
      expect(ticks.map(({ runs }) => runs.map(({ status }) => status))).toEqual([
        ["succeeded"],
        ["succeeded"],
      ]);
      await expect.poll(() => without409(site.answersTo(runId))).toEqual([200, 200]);
      const answers = site.answersTo(runId);
      expect(answers).toContain(409);
      expect(site.imports()).toBe(1);
      report("one tick at two Workers", { answers, effects: site.imports() });
    });

    it("200 deliveries of one tick at once: Django is asked once", async () => {
      await site.serve();
      const worker = await site.startWorker(stoppedAt(due + 5_000));
      const ticks = await Promise.all(Array.from({ length: 200 }, () => worker.tick(FIVE_MINUTES, due)));
      expect(ticks.flatMap(({ runs }) => runs)).toMatchObject([{ runId, status: "succeeded" }]);
      await expect.poll(() => site.answersTo(runId)).toEqual([200]);
      expect(site.imports()).toBe(1);
      report("200 ticks at once", { requests: site.answersTo(runId).length, effects: site.imports() });
    });

    it("200 requests at once with one key: one effect, and the others are told to ask again", async () => {
      // The lease is the default: in such a crowd, two seconds are too short to renew it in.
      await site.serve({ ELECTIONS_SOURCE_DELAY_SECONDS: "1", CRON_LEASE_SECONDS: "30" });
      const send = (): Promise<Response> =>
        fetch(`${site.backendUrl}/cron/ee-recent`, {
          method: "POST",
          headers: {
            Authorization: `Bearer ${TOKEN}`,
            "Content-Type": "application/json",
            "Idempotency-Key": runId,
          },
          body: JSON.stringify({ source: "cloudflare-cron", job: "every5min" }),
        });
      const responses = await Promise.all(Array.from({ length: 200 }, send));
      const told = responses.map(({ status, headers }) => headers.get("Retry-After") ?? status);
      const worked = responses.filter(
        ({ status, headers }) => status === 200 && !headers.has("Idempotency-Replayed"),
      );
      // 2: seconds until they may ask again. 200: they came after the end, and are told it.
      expect(new Set(told)).toEqual(new Set(["2", 200]));
      expect(worked).toHaveLength(1);
      expect(settled(runId)).toEqual(SUCCEEDED);
      expect(site.imports()).toBe(1);
      const asked = told.filter((each) => each === "2").length;
      report("200 requests at once", { 200: 200 - asked, 409: asked, effects: site.imports() });
    });

    it("Django is killed in a command and started again: the next attempt takes the run over", async () => {
      await site.serve(SLOW);
      const worker = await site.startWorker(stoppedAt(due + 5_000));
      const tick = worker.tick(FIVE_MINUTES, due);
      await begun(runId);
      await site.killBackend();
      await site.serve();
      expect(await tick).toMatchObject({
        outcome: "ok",
        runs: [{ runId, status: "succeeded", attempts: 2 }],
      });
      const run = await worker.run(runId);
      const answers = answersOf(run);
      // No answer, then "still going" for as long as the dead process keeps its lease, then its own.
      expect(without409(answers)).toEqual([expect.any(String), 200]);
      expect(answers[1]).toBe(409);
      expect(settled(runId)).toEqual(SUCCEEDED);
      expect(site.imports()).toBe(1);
      report("Django killed", { answers, effects: site.imports() });
    });

    it("Django and the Worker are killed in a command: the run is lost, and made up", async () => {
      const mopDue = at("2026-11-23T23:33");
      const id = idOf("mopDelta", mopDue);
      await site.serve(SLOW);
      const first = await site.startWorker(stoppedAt(mopDue + 5_000));
      const cutOff = first.tick("33 23 * * *", mopDue).catch(() => {});
      await begun(id);
      await Promise.all([site.killBackend(), site.killWorker()]);
      await cutOff;
      await site.serve();
      // Its lease of 2 min 33 s is over at 23:35:38: three timeouts of 30 s, the waits between, and a minute.
      const worker = await site.startWorker(goingFrom(at("2026-11-23T23:35:30"), 20));
      const run = await ended(worker, id);
      expect(run).toMatchObject({ status: "succeeded", trigger: "catch-up", events: [{ status: "lost" }] });
      expect(settled(id)).toEqual(SUCCEEDED);
      expect(
        site.query("SELECT id FROM elections_import WHERE result = ?", "5 added, 0 changed, 0 unchanged"),
      ).toHaveLength(1);
      report("both killed", { answers: answersOf(run), events: run.events });
    });

    it("a finding fails the run at once, is alerted, and is well again by a backfill", async () => {
      const checkDue = at("2026-11-23T23:23");
      const id = idOf("checkCurrent", checkDue);
      await site.serve();
      const worker = await site.startWorker(goingFrom(checkDue + 5_000, 1));
      expect(await worker.tick("23 23 * * *", checkDue)).toMatchObject({
        runs: [{ runId: id, status: "failed" }],
      });
      expect(await worker.run(id)).toMatchObject({ status: "failed", attempts: 1, statusCode: 422 });
      await vi.waitUntil(() => site.alerts.length > 0, PATIENCE);
      await expect.poll(() => site.answersTo(id)).toEqual([422]);

      // What was missing comes with the next import; then an operator runs the minute again.
      await worker.tick(FIVE_MINUTES, due);
      const backfill = await worker.ask("/trigger", {
        method: "POST",
        body: JSON.stringify({ job: "checkCurrent", scheduledTime: "2026-11-23T23:23:00Z" }),
      });
      expect(backfill.status).toBe(200);
      await expect.poll(() => site.answersTo(id)).toEqual([422, 200]);
      await vi.waitUntil(() => site.alerts.length > 1, PATIENCE);
      expect(site.alerts).toEqual([
        expect.stringMatching(/1 job failed: Check Current Elections/),
        expect.stringMatching(/1 job recovered: Check Current Elections/),
      ]);
      report("a finding", { answers: site.answersTo(id), alerts: site.alerts });
    });
  });

  describe("signed, with completion and with timeouts that are tried again", () => {
    const oldSecret = `whsec_${Buffer.alloc(32, "old").toString("base64")}`;
    const newSecret = `whsec_${Buffer.alloc(32, "new").toString("base64")}`;
    let importDue: number;
    let importId: string;
    let bundle: string;

    beforeAll(async () => {
      importDue = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
      importId = idOf("partiesImport", importDue);
      bundle = await bundleSignedVariant(folder, importDue);
    });

    beforeEach(async () => {
      site = await openWholeSite(bundle, database, { [SIGNING_SECRET]: oldSecret });
    });

    const signed = { CRON_SIGNING_SECRET: oldSecret };

    it("token and signing secret are rotated on both sides while ticks go on: no run fails", async () => {
      // Nine minutes around now: Django takes no signature that is more than five away.
      let minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 5 * MINUTE_MS;
      let env: Record<string, string> = signed;
      let vars: Record<string, string> = {};
      let worker: WholeWorker;
      const runs: RunAnswer[] = [];
      const tick = async (): Promise<void> => {
        minute += MINUTE_MS;
        worker = await site.startWorker(stoppedAt(minute + 30_000), vars);
        await worker.tick("* * * * *", minute);
        runs.push(await worker.run(idOf("every5min", minute)));
      };
      /** A tick comes while the new process starts; the next one finds it in place. */
      const atDjango = async (change: Record<string, string>): Promise<void> => {
        env = { ...env, ...change };
        await Promise.all([site.serve(env), tick()]);
      };
      const atWorker = async (change: Record<string, string>, without = ""): Promise<void> => {
        vars = Object.fromEntries(
          Object.entries({ ...vars, ...change }).filter(([name]) => name !== without),
        );
        await tick();
      };
      const enter = async (token: string): Promise<number> => (await worker.ask("/runs", { token })).status;
      /** An import by hand, which Django completes with this token. */
      const importWith = async (token: string): Promise<void> => {
        const runId = await worker.trigger("partiesImport");
        const queue = site.startQueue(["--once"], { CRON_WORKER_TOKEN: token });
        expect(await queue.ended, queue.output()).toBe(0);
        runs.push(await worker.run(runId));
      };
      /** The import that was due meanwhile: who completes it with the old token is refused, and the next one is not. */
      const importWithOldThenNew = async (): Promise<void> => {
        const refused = site.startQueue(["--once"], { CRON_WORKER_TOKEN: TOKEN });
        expect(await refused.ended, refused.output()).toBe(0);
        expect(refused.output()).toMatch(/trying again.*"status": 401/);
        const queue = site.startQueue([], { CRON_WORKER_TOKEN: NEW_TOKEN });
        runs.push(await ended(worker, importId));
        expect(await queue.end("SIGTERM")).toBe(0);
      };

      await site.serve(env);
      await tick();
      // README.md, "Rotate a token"; CRON_WORKER_TOKEN as examples/django/README.md says.
      await atDjango({ ERIFY_CRON_TOKEN: NEW_TOKEN, ERIFY_CRON_TOKEN_PREVIOUS: TOKEN });
      await tick();
      await atWorker({ ERIFY_CRON_TOKEN: NEW_TOKEN, ERIFY_CRON_TOKEN_PREVIOUS: TOKEN });
      expect([await enter(TOKEN), await enter(NEW_TOKEN)]).toEqual([200, 200]);
      await importWith(TOKEN);
      await importWith(NEW_TOKEN);
      await atDjango({ ERIFY_CRON_TOKEN_PREVIOUS: "" });
      // docs/configuration.md, "Rotate a signing secret".
      await atWorker({ [`${SIGNING_SECRET}_PREVIOUS`]: oldSecret }, "ERIFY_CRON_TOKEN_PREVIOUS");
      expect([await enter(TOKEN), await enter(NEW_TOKEN)]).toEqual([401, 200]);
      await importWithOldThenNew();
      await atWorker({ [SIGNING_SECRET]: newSecret });
      await atDjango({ CRON_SIGNING_SECRET: newSecret });
      await atWorker({}, `${SIGNING_SECRET}_PREVIOUS`);

      expect(runs.map(({ status }) => status)).toEqual(Array(12).fill("succeeded"));
      expect([site.imports(), partiesImports()]).toEqual([12, 3]);
      report("rotated", { answers: runs.map(answersOf), effects: site.imports() });
    });

    it.each([
      { what: "token", old: { ERIFY_CRON_TOKEN: TOKEN, [SIGNING_SECRET]: newSecret } },
      { what: "signing secret", old: { ERIFY_CRON_TOKEN: NEW_TOKEN, [SIGNING_SECRET]: oldSecret } },
    ])("the old $what opens nothing any more", async ({ old }) => {
      await site.serve({ ERIFY_CRON_TOKEN: NEW_TOKEN, CRON_SIGNING_SECRET: newSecret });
      const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      const worker = await site.startWorker(stoppedAt(minute + 5_000), old);
      await worker.tick("* * * * *", minute);
      const run = await worker.run(idOf("every5min", minute));
      expect(run).toMatchObject({ status: "failed", statusCode: 401, attempts: 1 });
      expect(site.imports()).toBe(0);
    });

    it("a command outlasts the timeout and then succeeds: the retry waits, and gets its answer", async () => {
      await site.serve({ ...signed, ELECTIONS_SOURCE_DELAY_SECONDS: "2" });
      const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      const runId = idOf("every5min", minute);
      const worker = await site.startWorker(stoppedAt(minute + 5_000), { REQUEST_TIMEOUT: "500" });
      await worker.tick("* * * * *", minute);
      const run = await worker.run(runId);
      expect(run).toMatchObject({ status: "succeeded", attempts: 2, statusCode: 200 });
      const answers = answersOf(run);
      expect(without409(answers)).toEqual([expect.stringContaining("500 ms"), 200]);
      expect(answers[1]).toBe(409);
      expect(settled(runId)).toEqual(SUCCEEDED);
      expect(site.imports()).toBe(1);
      report("slower than its timeout", { answers, effects: site.imports() });
    });

    async function accept(): Promise<WholeWorker> {
      await site.serve(signed);
      const worker = await site.startWorker(stoppedAt(importDue + 5_000));
      await worker.tick("* * * * *", importDue);
      expect(await worker.run(importId)).toMatchObject({ status: "running", statusCode: 202 });
      return worker;
    }

    it("an import in the background: the run goes on until Django completes it", async () => {
      const worker = await accept();
      expect(partiesImports()).toBe(0);
      const queue = site.startQueue(["--once"]);
      expect(await queue.ended, queue.output()).toBe(0);
      const run = await worker.run(importId);
      expect(run).toMatchObject({
        status: "succeeded",
        events: [
          { status: "running" },
          { status: "succeeded", why: `the backend completed it: ${THREE_NEW}` },
        ],
      });
      expect(partiesImports()).toBe(1);
      report("completed", { events: run.events, effects: partiesImports() });
    });

    it("the background process is killed in it: another takes over, and completes the run", async () => {
      const worker = await accept();
      const killed = site.startQueue([], SLOW);
      await begun(importId);
      await killed.end("SIGKILL");
      expect(await worker.run(importId)).toMatchObject({ status: "running" });
      const next = site.startQueue();
      const run = await ended(worker, importId);
      expect(await next.end("SIGTERM")).toBe(0);
      expect(run).toMatchObject({ status: "succeeded" });
      expect(site.query("SELECT attempts FROM cron_jobs_cronrun WHERE key = ?", importId)).toEqual([
        { attempts: 2 },
      ]);
      expect(partiesImports()).toBe(1);
      report("taken over", { events: run.events, effects: partiesImports() });
    });

    it("nobody completes it: it is lost when its time is up, made up, and completed then", async () => {
      await accept();
      // Two minutes after the 202 of importDue + 5 s.
      const worker = await site.startWorker(goingFrom(importDue + 120_000, 20));
      await expect.poll(() => site.answersTo(importId), PATIENCE).toEqual([202, 202]);
      site.startQueue();
      const run = await ended(worker, importId);
      expect(run).toMatchObject({
        status: "succeeded",
        trigger: "catch-up",
        events: [{ status: "running" }, { status: "lost" }, { status: "running" }, { status: "succeeded" }],
      });
      expect(partiesImports()).toBe(1);
      report("never completed", {
        answers: site.answersTo(importId),
        events: run.events,
        effects: partiesImports(),
      });
    });
  });
});
