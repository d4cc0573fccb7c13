/** What breaks, and what holds all the same. Each case prints its figures. */
import { describe, expect, it } from "vitest";
import { always, downBetween } from "./backend-model.ts";
import { history, SLACK } from "./kit.ts";
import { report, tally } from "./report.ts";
import type { WorldOptions } from "./world.ts";
import { DAY, HOUR, inWorld, MINUTE, START, type World } from "./world.ts";

const EVERY_5 = {
  name: "Every five",
  schedule: [{ cron: "*/5 * * * *" }],
  catchUp: { withinMs: 5 * MINUTE, runs: "latest" },
  notify: { slack: SLACK },
} as const;
const FIVE = {
  jobs: { five: EVERY_5 },
  environment: { triggers: { "*/5 * * * *": ["five"] } },
} satisfies WorldOptions;
const MINUTE_5 = START + 5 * MINUTE;

/** Runs of one key that the backend heard of twice have one effect; no key has more. */
function expectOneEffectEach(world: World): void {
  expect([...world.backend.effects.values()].filter((count) => count !== 1)).toEqual([]);
}

describe("everything is killed", () => {
  // The run of 00:05 begins at 00:05:10 and takes 20 s. Its lease is 153 s: three attempts of 30 s, waits of 1 s and
  // 2 s, and 60 s. So it is lost at 00:07:43. A tick that claimed nothing is missed at 00:07.
  const KEY = "test:five:20261123T0005Z";
  const rows = [
    {
      when: "before the claim",
      kill: (world: World) => world.once("before", "claim", () => world.kill()),
      want: { trigger: "catch-up", before: ["missed"], requestsAt: [120] },
    },
    {
      when: "between claim and request",
      kill: (world: World) => world.once("after", "claim", () => world.kill()),
      want: { trigger: "catch-up", before: ["lost"], requestsAt: [163] },
    },
    {
      when: "during the request",
      kill: (world: World) => world.time.at(MINUTE_5 + 15_000, () => world.kill()),
      want: { trigger: "catch-up", before: ["lost"], requestsAt: [10, 163] },
    },
    {
      when: "between the answer and the record",
      kill: (world: World) => world.once("before", "record", () => world.kill()),
      want: { trigger: "catch-up", before: ["lost"], requestsAt: [10, 163] },
    },
    {
      when: "after the record",
      kill: (world: World) => world.once("after", "record", () => world.kill()),
      want: { trigger: "cron", before: [], requestsAt: [10] },
    },
  ];
  it.each(rows)("$when", async ({ when, kill, want }) => {
    const behave = always(200, 20_000);
    await inWorld({ ...FIVE, behave, from: START + MINUTE }, async (world) => {
      await world.ledger().standing();
      kill(world);
      await world.runCron(START + 9 * MINUTE);
      const run = await world.ledger().run(KEY);
      expect(run).toMatchObject({ status: "succeeded", trigger: want.trigger });
      expect(run?.events.map(({ status }) => status)).toEqual(want.before);
      expect(world.backend.received.map(({ at, key }) => [key, (at - MINUTE_5) / 1000])).toEqual(
        want.requestsAt.map((at) => [KEY, at]),
      );
      expect(new Set(world.backend.received.map(({ body }) => body)).size).toBe(1);
      expectOneEffectEach(world);
      report(`killed ${when}`, {
        requests: world.backend.received.length,
        effects: world.backend.effects.size,
      });
    });
  });

  it("only the object, in the middle of a run: the tick records its result all the same", async () => {
    const behave = always(200, 20_000);
    await inWorld({ ...FIVE, behave }, async (world) => {
      world.time.at(START + 20_000, () => world.kill("object"));
      await world.runCron(START + 4 * MINUTE);
      expect(await history(world)).toMatchObject([{ status: "succeeded", trigger: "cron", events: [] }]);
      expect(world.calls.get("record")).toBe(1);
      report("only the object killed", { requests: world.backend.received.length });
    });
  });
});

describe("an object that does not answer", () => {
  it.each(["throws", "hangs", "slow", "refuses writes"] as const)("%s: no job is held up", async (mood) => {
    await inWorld(FIVE, async (world) => {
      await world.runCron(START + 4 * MINUTE);
      world.setMood(mood);
      await world.runCron(START + 8 * MINUTE);
      const [, call] = world.backend.received;
      expect(call?.key).toBe("test:five:20261123T0005Z");
      const heldUpMs = (call?.at ?? 0) - MINUTE_5 - 10_000;
      expect(heldUpMs).toBe(mood === "hangs" || mood === "slow" ? 2_000 : 0);
      const errors = world.lines.filter(({ level }) => level === "ERROR").map(({ message }) => message);
      expect(errors[0]).toBe("ledger unavailable: what is due runs all the same, possibly twice");
      const health = await (
        await world.request("/health")
      ).json<{ status: string; checks: { ledger: string } }>();
      expect(health).toMatchObject({
        status: "degraded",
        checks: { ledger: expect.stringMatching(/^unavailable: /) },
      });

      // It recovers while the tick still tries to record its result.
      world.setMood("well");
      await world.runCron(START + 14 * MINUTE);
      expect(tally(await history(world))).toEqual({ succeeded: 3 });
      expectOneEffectEach(world);
      report(`the object ${mood}`, { heldUpMs, requests: world.backend.received.length });
    });
  });

  it.each([
    { what: "refuses every write for an hour", evictions: 0 },
    { what: "refuses every write for an hour, in which it is evicted each 3 minutes", evictions: 20 },
  ])(
    "$what: all runs, each key has one effect, and afterwards it is as before",
    async ({ what, evictions }) => {
      await inWorld(FIVE, async (world) => {
        await world.runCron(START + HOUR);
        world.setMood("refuses writes");
        for (let index = 0; index < evictions; index += 1)
          world.time.at(START + HOUR + index * 3 * MINUTE + 11_000, () => world.kill("object"));
        await world.runCron(START + 2 * HOUR);
        world.setMood("well");
        await world.runCron(START + 3 * HOUR);
        expect(world.backend.effects.size).toBe(36);
        expectOneEffectEach(world);
        const runs = await history(world);
        expect(new Set(runs.map(({ runId }) => runId)).size).toBe(36);
        report(what, { runs: tally(runs), requests: world.backend.received.length });
      });
    },
  );
});

describe("a deploy", () => {
  const ten = { five: { ...EVERY_5, schedule: [{ cron: "*/10 * * * *" }] } };
  const tenTriggers = { triggers: { "*/10 * * * *": ["five"] } };

  it("between a due minute and its tick, both schedules holding it: one run, no alert", async () => {
    await inWorld(FIVE, async (world) => {
      await world.runCron(START + 9 * MINUTE);
      await world.time.runUntil(START + 10 * MINUTE + 5_000);
      world.deploy(ten, tenTriggers);
      await world.ledger().standing();
      // Old triggers arrive for 30 minutes.
      for (let minute = 10; minute <= 40; minute += 5) {
        world.time.at(
          START + minute * MINUTE + 10_000,
          () => void world.deliver("*/5 * * * *", START + minute * MINUTE),
        );
      }
      await world.time.runUntil(START + 45 * MINUTE);
      expect(world.backend.received.map(({ key }) => key.slice(-5, -1))).toEqual([
        "0000",
        "0005",
        "0010",
        "0020",
        "0030",
        "0040",
      ]);
      expect(world.slack).toEqual([]);
      expect(tally(await history(world))).toEqual({ succeeded: 6 });
      report("deploy, old triggers for 30 min", {
        requests: world.backend.received.length,
        alerts: world.slack.length,
      });
    });
  });

  it("and that tick never comes: the minute is run by the alarm, without an alert", async () => {
    await inWorld(FIVE, async (world) => {
      await world.runCron(START + 9 * MINUTE);
      await world.time.runUntil(START + 10 * MINUTE + 5_000);
      world.deploy(ten, tenTriggers);
      await world.ledger().standing();
      await world.time.runUntil(START + 15 * MINUTE);
      expect(await world.ledger().run("test:five:20261123T0010Z")).toMatchObject({
        status: "succeeded",
        trigger: "catch-up",
      });
      expect(world.slack).toEqual([]);
      report("deploy, and its tick never comes", {
        requests: world.backend.received.length,
        alerts: world.slack.length,
      });
    });
  });

  it("of a schedule that brings more: nothing of before is made up", async () => {
    const daily = {
      five: { ...EVERY_5, schedule: [{ cron: "0 6 * * *" }], catchUp: { withinMs: DAY, runs: "all" } },
    } as const;
    await inWorld({ jobs: daily, environment: { triggers: { "0 6 * * *": ["five"] } } }, async (world) => {
      await world.ledger().standing();
      await world.time.runUntil(START + 3 * HOUR + MINUTE);
      world.deploy(
        { five: { ...daily.five, schedule: [{ cron: "0 * * * *" }] } },
        { triggers: { "0 * * * *": ["five"] } },
      );
      await world.ledger().standing();
      await world.runCron(START + 4 * HOUR + MINUTE);
      expect(world.backend.received.map(({ key }) => key)).toEqual(["test:five:20261123T0400Z"]);
      const madeUp = world.backend.received.filter(({ trigger }) => trigger === "catch-up");
      report("deploy of a schedule that brings more", { madeUp: madeUp.length });
    });
  });

  it("the first, with a dead cron: the alarm runs the jobs, and after 30 minutes it alerts", async () => {
    await inWorld(FIVE, async (world) => {
      await world.time.runUntil(START + MINUTE);
      await world.ledger().standing();
      await world.time.runUntil(START + 62 * MINUTE);
      expect(world.backend.received.map(({ key }) => key.slice(-5, -1))).toEqual([
        "0005",
        "0010",
        "0015",
        "0020",
        "0025",
        "0030",
        "0035",
        "0040",
        "0045",
        "0050",
        "0055",
        "0100",
      ]);
      expect(world.slack).toEqual([{ at: START + 37 * MINUTE, text: "🔴 test: 1 job missed: Every five" }]);
      report("first deploy, dead cron for an hour", {
        madeUp: world.backend.received.length,
        alerts: world.slack.length,
      });
    });
  });
});

describe("the cron is silent for 3 hours", () => {
  it("an alert within 3 minutes, each minute made up, no storm when it comes back", async () => {
    const hourly = {
      name: "Hourly",
      schedule: [{ cron: "30 * * * *" }],
      catchUp: { withinMs: HOUR, runs: "latest" },
      notify: { slack: SLACK },
    } as const;
    const jobs = { five: EVERY_5, hourly };
    const environment = { triggers: { "*/5 * * * *": ["five"], "30 * * * *": ["hourly"] } };
    await inWorld({ jobs, environment }, async (world) => {
      const [from, until] = [START + 2 * HOUR, START + 5 * HOUR];
      const isSilent = ({ scheduledTime }: { scheduledTime: number }): boolean =>
        scheduledTime >= from && scheduledTime < until;
      await world.runCron(START + 8 * HOUR, { drop: isSilent });
      const runs = await history(world);
      expect(tally(runs)).toEqual({ succeeded: 8 * 12 + 8 });
      const madeUp = runs.filter(({ trigger }) => trigger === "catch-up");
      expect(madeUp).toHaveLength(36 + 3);
      const latest = Math.max(
        ...madeUp.map(({ startedAt, scheduledTime }) => (startedAt ?? 0) - (scheduledTime ?? 0)),
      );
      expect(latest).toBeLessThanOrEqual(3 * MINUTE);
      expect(world.slack.map(({ at, text }) => [(at - from) / MINUTE, text])).toEqual([
        [2, "🔴 test: 1 job missed: Every five"],
        [32, "🔴 test: 1 job missed: Hourly"],
        [expect.closeTo(180.2, 1), "🟢 test: 1 job back on time: Every five"],
        [expect.closeTo(210.2, 1), "🟢 test: 1 job back on time: Hourly"],
      ]);
      expect(world.backend.overlaps).toEqual([]);
      report("cron silent for 3 h", { runs: runs.length, madeUp: madeUp.length, alerts: world.slack.length });
    });
  });

  it("and the object is not woken either: of what it finds, the latest is run and the rest is superseded", async () => {
    const jobs = { five: { ...EVERY_5, catchUp: { withinMs: 30 * MINUTE, runs: "latest" } } } as const;
    await inWorld({ ...FIVE, jobs }, async (world) => {
      await world.runCron(START + HOUR + MINUTE);
      // Cloudflare itself is down: no alarm, no cron.
      world.setMood("refuses writes");
      await world.time.runUntil(START + 3 * HOUR + MINUTE);
      world.setMood("well");
      await world.runCron(START + 3 * HOUR + 6 * MINUTE);
      const runs = await history(world);
      // The tick of 03:05 wakes it: 01:05 to 02:35 are too old then; of 02:40 to 03:00 the latest is run.
      expect(tally(runs)).toEqual({ succeeded: 13 + 1 + 1, missed: 19, superseded: 4 });
      expect(world.backend.received.slice(13).map(({ key }) => key.slice(-5, -1))).toEqual(["0305", "0300"]);
      report("no cron and no alarm for 2 h", { runs: tally(runs) });
    });
  });

  it("runs: all makes up each, oldest first, one at a time", async () => {
    const jobs = { five: { ...EVERY_5, catchUp: { withinMs: HOUR, runs: "all" } } } as const;
    const behave = always(200, 20_000);
    await inWorld({ ...FIVE, jobs, behave }, async (world) => {
      await world.runCron(START + MINUTE);
      world.setMood("refuses writes");
      await world.time.runUntil(START + 31 * MINUTE);
      world.setMood("well");
      await world.ledger().standing();
      await world.runCron(START + 36 * MINUTE);
      expect(world.backend.received.map(({ key }) => key.slice(-3, -1))).toEqual([
        "00",
        "05",
        "10",
        "15",
        "20",
        "25",
        "30",
        "35",
      ]);
      expect(world.backend.overlaps).toEqual([]);
      expect(tally(await history(world))).toEqual({ succeeded: 8 });
      report("runs: all", { requests: world.backend.received.length, alerts: world.slack.length });
    });
  });
});

describe("the backend is down for a day", () => {
  it("one failure alert, a reminder each 8 hours, one recovery", async () => {
    const jobs = { five: { ...EVERY_5, notify: { slack: { ...SLACK, remindEveryMs: 8 * HOUR } } } };
    const behave = downBetween(START + HOUR, START + 25 * HOUR);
    await inWorld({ ...FIVE, jobs, behave }, async (world) => {
      await world.runCron(START + 26 * HOUR);
      expect(world.slack.map(({ text }) => text)).toEqual([
        "🔴 test: 1 job failed: Every five",
        "🔴 test: 1 job still failing: Every five",
        "🔴 test: 1 job still failing: Every five",
        "🟢 test: 1 job recovered: Every five",
      ]);
      const hours = world.slack.map(({ at }) => Math.round((at - START) / HOUR));
      expect(hours).toEqual([1, 9, 17, 25]);
      report("backend down for a day", {
        alerts: world.slack.length,
        requests: world.backend.received.length,
      });
    });
  });

  it("Slack is down too: each alert is sent when it is back, once", async () => {
    const behave = downBetween(START, START + 20 * MINUTE);
    await inWorld({ ...FIVE, behave }, async (world) => {
      world.setSlack({ status: 500 });
      await world.runCron(START + HOUR);
      expect(world.slack).toEqual([]);
      world.setSlack({ status: 200 });
      await world.runCron(START + 90 * MINUTE);
      expect(world.slack.map(({ text }) => text)).toEqual(["🔴 test: 1 job failed, 1 recovered: Every five"]);
      report("Slack is down too", { requests: world.backend.received.length, alerts: world.slack.length });
    });
  });

  it("killed while an alert is on its way: it is sent again, and only that one", async () => {
    const behave = always(503, 200);
    await inWorld({ ...FIVE, behave }, async (world) => {
      world.onSlack(() => world.kill("object"));
      await world.runCron(START + HOUR);
      expect(world.slack.map(({ text }) => text)).toEqual(Array(2).fill("🔴 test: 1 job failed: Every five"));
      report("killed while an alert is on its way", {
        requests: world.backend.received.length,
        alerts: world.slack.length,
      });
    });
  });
});

describe("alerts", () => {
  const down = { ...FIVE, behave: always(503, 200) };

  it("on their way do not make the alarm ring again and again", async () => {
    await inWorld(down, async (world) => {
      world.setSlack({ takesMs: 4_900 });
      await world.runCron(START + 4 * MINUTE);
      expect(world.slack).toHaveLength(1);
      // To send it, and once for each due minute whose grace is over.
      expect(world.rings()).toBeLessThanOrEqual(3);
    });
  });

  it("of a webhook that is broken do not hold up those of another", async () => {
    const broken = { ...EVERY_5, notify: { slack: { ...SLACK, webhook: "BROKEN_WEBHOOK_URL" } } };
    const hourly = { ...EVERY_5, name: "Hourly", schedule: [{ cron: "2 * * * *" }] };
    const environment = { triggers: { "*/5 * * * *": ["broken"], "2 * * * *": ["hourly"] } };
    await inWorld({ ...down, jobs: { broken, hourly }, environment }, async (world) => {
      await world.runCron(START + 30 * MINUTE);
      expect(world.slack).toEqual([
        { at: expect.closeTo(START + 2 * MINUTE + 13_600, -4), text: "🔴 test: 1 job failed: Hourly" },
      ]);
      // After 1, 2, 4, 8 and 15 minutes again.
      const refused = world.lines.filter(({ message }) => message.includes("did not take"));
      expect(refused.length).toBeLessThanOrEqual(6);
    });
  });

  // Between the ticks of a job of every minute the object lives on; between those of a job of every five it is ended.
  it.each([
    ["not at all while the object lives", "* * * * *", 1],
    ["once where it has been ended meanwhile", "*/5 * * * *", 2],
  ])("that were sent, though the storage could not take it, are sent again: %s", async (_, cron, times) => {
    const jobs = { job: { schedule: [{ cron }], notify: { slack: SLACK } } };
    const environment = { triggers: { [cron]: ["job"] } };
    const behave = downBetween(START, START + MINUTE);
    await inWorld({ jobs, environment, behave }, async (world) => {
      world.onSlack(() => world.setMood("refuses writes"));
      await world.runCron(START + HOUR);
      expect(world.slack).toHaveLength(1);
      world.setMood("well");
      await world.runCron(START + 2 * HOUR);
      expect(world.slack.filter(({ text }) => text.includes("failed"))).toHaveLength(times);
    });
  });
});

describe("a run whose retries go past the tick's end", () => {
  it("goes on from the object's alarm, up to the deadline", async () => {
    // Six waits of 5 minutes: the tick ends after 14.5 minutes, the run's deadline is an hour.
    const retry = { maxAttempts: 10, initialDelayMs: 5 * MINUTE, multiplier: 1, maxDelayMs: 5 * MINUTE };
    const job = { schedule: [{ cron: "0 * * * *" }], retry, deadlineMs: HOUR, notify: { slack: SLACK } };
    const behave = downBetween(START, START + 28 * MINUTE);
    await inWorld(
      { jobs: { job }, environment: { triggers: { "0 * * * *": ["job"] } }, behave },
      async (world) => {
        const attempts = [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }];
        await world.runCron(START + 12 * MINUTE);
        expect(await history(world)).toMatchObject([{ status: "deferred", attempts }]);
        await world.runCron(START + 16 * MINUTE);
        expect(await history(world)).toMatchObject([{ status: "running", attempts }]);
        await world.runCron(START + 40 * MINUTE);
        expect(await history(world)).toMatchObject([
          { status: "succeeded", trigger: "cron", attempts: { length: 7 } },
        ]);
        expect(
          world.backend.received.map(({ at, attempt }) => [attempt, Math.floor((at - START) / MINUTE)]),
        ).toEqual([
          [1, 0],
          [2, 5],
          [3, 10],
          [4, 15],
          [5, 20],
          [6, 25],
          [7, 30],
        ]);
        expect(new Set(world.backend.received.map(({ correlationId }) => correlationId)).size).toBe(1);
        expect(world.slack).toEqual([]);
        report("goes on from the object's alarm", {
          requests: world.backend.received.length,
          alerts: world.slack.length,
        });
      },
    );
  });

  it("ends as failed at its deadline", async () => {
    const retry = { maxAttempts: 10, initialDelayMs: 5 * MINUTE, multiplier: 1, maxDelayMs: 5 * MINUTE };
    const job = {
      schedule: [{ cron: "0 * * * *" }],
      retry,
      deadlineMs: 22 * MINUTE,
      notify: { slack: SLACK },
    };
    const behave = always(503, 200);
    await inWorld(
      { jobs: { job }, environment: { triggers: { "0 * * * *": ["job"] } }, behave },
      async (world) => {
        await world.runCron(START + 40 * MINUTE);
        expect(await history(world)).toMatchObject([
          {
            status: "failed",
            error: expect.stringContaining("passes the run's deadline"),
            attempts: { length: 5 },
          },
        ]);
        expect(world.slack.map(({ text }) => text)).toEqual(["🔴 test: 1 job failed: job"]);
        report("ends as failed at its deadline", {
          requests: world.backend.received.length,
          alerts: world.slack.length,
        });
      },
    );
  });
});

describe("many", () => {
  it("1,000 jobs due in one minute: each runs once, in time", async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `job${index}`);
    const jobs = Object.fromEntries(names.map((name) => [name, { schedule: [{ cron: "0 * * * *" }] }]));
    const environment = { concurrency: 6, triggers: { "0 * * * *": names } };
    await inWorld({ jobs, environment }, async (world) => {
      const began = performance.now();
      const rowsBefore = world.rowsWritten();
      await world.runCron(START + 30 * MINUTE);
      const tookMs = Math.round(performance.now() - began);
      expect(world.backend.received).toHaveLength(1_000);
      expect(new Set(world.backend.received.map(({ key }) => key)).size).toBe(1_000);
      expect(world.calls.get("claim")).toBe(1);
      expect(world.calls.get("record")).toBe(1_000);
      expect(tally(await history(world))).toEqual({ succeeded: 1_000 });
      // Six at once, of 200 ms: 34 s, and the last begins within a minute of its time.
      const lastAt = Math.max(...world.backend.received.map(({ at }) => at)) - START;
      expect(lastAt).toBeLessThan(MINUTE);
      report("1,000 jobs in a minute", { tookMs, lastAt, rows: world.rowsWritten() - rowsBefore });
    });
  });
});
