/** "Did parties-import run last night, and if not, why?", asked of `GET /runs` alone on the morning after. */
import { describe, expect, it } from "vitest";
import type { Job } from "../../../src/job-map.ts";
import { always } from "./backend-model.ts";
import { HOUR, inWorld, MINUTE, START, type World, type WorldOptions } from "./world.ts";

const DUE = START + 2 * HOUR + 6 * MINUTE;
const MORNING = START + 7 * HOUR;
const TRIGGERS = { "5 2 * * *": ["slow"], "6 2 * * *": ["parties"] };

const PARTIES: Partial<Job> = {
  name: "Parties Import",
  schedule: [{ cron: "6 2 * * *" }],
  catchUp: { withinMs: HOUR, runs: "latest" },
  lock: "import",
};

/** Shares the lock, is due a minute earlier, and takes as long as the backend does. */
const SLOW: Partial<Job> = { ...PARTIES, schedule: [{ cron: "5 2 * * *" }], timeoutMs: 14 * MINUTE };

/** Tries again after 10 minutes, then 20: more than a tick has. */
const PATIENT: Partial<Job> = {
  ...PARTIES,
  deadlineMs: 3 * HOUR,
  retry: { maxAttempts: 9, initialDelayMs: 10 * MINUTE, maxDelayMs: HOUR, jitter: "none" },
};

interface Row {
  readonly why: string;
  readonly job?: Partial<Job>;
  readonly behave?: WorldOptions["behave"];
  /** With the job that shares the lock. */
  readonly besideSlow?: boolean;
  readonly arrange?: (world: World) => unknown;
  readonly drop?: boolean;
  readonly askedAt?: number;
  readonly want: object;
}

const pause = (world: World): Promise<Response> =>
  world.request("/jobs/parties/pause", {
    method: "POST",
    body: JSON.stringify({ reason: "it moves house" }),
  });

const rows: readonly Row[] = [
  {
    why: "the backend does not take the token",
    behave: always(401, 200),
    want: { status: "failed", attempts: 1, error: "the backend answered 401; that is not tried again" },
  },
  {
    why: "the backend sends it elsewhere",
    behave: always(307, 200),
    want: {
      status: "failed",
      error: "the backend answered 307, and redirects are not followed; that is not tried again",
    },
  },
  {
    why: "the backend is too slow",
    behave: always(200, 2 * MINUTE),
    want: { status: "failed", error: "no complete answer within 30 s; that is not tried again" },
  },
  {
    why: "another job has its lock",
    besideSlow: true,
    behave: always(200, 10 * MINUTE),
    want: {
      status: "skipped",
      error: "its lock import is held by test:slow:20261123T0205Z since 2026-11-23T02:05:10.000Z",
    },
  },
  {
    why: "it waits for its lock",
    job: { ...PARTIES, overlap: "wait" },
    besideSlow: true,
    behave: always(200, 10 * MINUTE),
    askedAt: DUE + 2 * MINUTE,
    want: { status: "deferred", attempts: 0, error: "it waits until the lock import is free" },
  },
  {
    why: "the file pauses it",
    job: { ...PARTIES, pause: { reason: "it moves house" } },
    want: { status: "skipped", error: "paused by schedules.yaml: it moves house" },
  },
  {
    why: "someone paused it, and no tick came",
    arrange: pause,
    drop: true,
    want: { status: "skipped", error: "paused by ERIFY_CRON_TOKEN: it moves house" },
  },
  {
    why: "no tick came, and it waits to be made up",
    besideSlow: true,
    behave: always(200, 10 * MINUTE),
    drop: true,
    askedAt: DUE + 3 * MINUTE,
    want: { status: "missed", error: "no tick reached the ledger within 2 min; it is to be made up" },
  },
  {
    why: "no tick came, and its lock was never free in time",
    job: { ...PARTIES, catchUp: { withinMs: 5 * MINUTE, runs: "latest" } },
    besideSlow: true,
    behave: always(200, 10 * MINUTE),
    drop: true,
    want: {
      status: "missed",
      error: "no tick reached the ledger within 2 min; there was no time left to make it up",
    },
  },
  {
    why: "a later minute was made up in its place",
    job: { ...PARTIES, schedule: [{ cron: "6,7 2 * * *" }] },
    besideSlow: true,
    behave: always(200, 8 * MINUTE),
    drop: true,
    want: { status: "superseded", error: "the run of 2026-11-23T02:07:00.000Z is made up in its place" },
  },
  {
    why: "the Worker was ended in it",
    job: { ...PARTIES, catchUp: null },
    behave: always(200, 20_000),
    arrange: (world) => world.time.at(DUE + 15_000, () => world.kill()),
    want: {
      status: "lost",
      error: "no result came by 2026-11-23T02:08:43.000Z: whoever ran it was ended, or could not tell",
    },
  },
  {
    why: "it goes on later",
    job: PATIENT,
    behave: always(503, 200),
    askedAt: DUE + 20 * MINUTE,
    want: {
      status: "deferred",
      attempts: 2,
      error: expect.stringContaining("the backend answered 503"),
    },
  },
  {
    why: "the tick had no time left, and the ledger was down when it began",
    job: { ...PATIENT, catchUp: null },
    behave: always(503, 200),
    arrange: (world) => {
      world.time.at(DUE, () => world.setMood("throws"));
      world.time.at(DUE + 5 * MINUTE, () => world.setMood("well"));
    },
    want: {
      status: "dropped",
      attempts: 2,
      error: "the backend answered 503; the tick's time is up before the next attempt could start",
    },
  },
  {
    why: "it ran while the ledger was down, and told it afterwards",
    job: { ...PARTIES, catchUp: null },
    arrange: (world) => {
      world.time.at(DUE, () => world.setMood("throws"));
      world.time.at(DUE + 5 * MINUTE, () => world.setMood("well"));
    },
    want: {
      status: "succeeded",
      trigger: "cron",
      startedAt: "2026-11-23T02:06:10.000Z",
      events: [
        {
          status: "missed",
          at: "2026-11-23T02:08:00.000Z",
          why: "no tick reached the ledger within 2 min; it is not made up, as catchUp is none",
        },
      ],
    },
  },
];

interface Answer {
  readonly lastDue: string | null;
  readonly nextDue: string | null;
  readonly runs: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

async function ask(world: World): Promise<Answer> {
  return (await world.request("/runs?job=parties")).json();
}

describe("it was due, and", () => {
  it.each(rows)("$why", async (row) => {
    const { job = PARTIES, besideSlow = false, drop = false, askedAt = MORNING } = row;
    const options: WorldOptions = {
      jobs: besideSlow ? { parties: job, slow: SLOW } : { parties: job },
      environment: { triggers: besideSlow ? TRIGGERS : { "6 2 * * *": ["parties"] } },
      ...(row.behave && { behave: row.behave }),
    };
    await inWorld(options, async (world) => {
      await world.ledger().standing();
      await row.arrange?.(world);
      await world.runCron(askedAt, { drop: ({ cron }) => drop && cron === "6 2 * * *" });
      const { lastDue, runs } = await ask(world);
      expect(runs.find(({ scheduledTime }) => scheduledTime === "2026-11-23T02:06:00.000Z")).toMatchObject(
        row.want,
      );
      expect(lastDue).toBe(runs[0]?.["scheduledTime"]);
    });
  });
});

describe("it was not due:", () => {
  const never = { lastDue: null, nextDue: null };
  const notDue: ReadonlyArray<{ why: string; job: Partial<Job>; want: object }> = [
    {
      why: "it runs on Sundays", // 23 November 2026 is a Monday.
      job: { ...PARTIES, schedule: [{ cron: "6 2 * * SUN" }] },
      want: { lastDue: "2026-11-22T02:06:00.000Z", nextDue: "2026-11-29T02:06:00.000Z" },
    },
    { why: "it is switched off here", job: { ...PARTIES, enabled: false }, want: never },
    { why: "it has no schedule here", job: { ...PARTIES, schedule: [] }, want: never },
  ];
  it.each(notDue)("$why", async ({ job, want }) => {
    await inWorld({ jobs: { parties: job } }, async (world) => {
      await world.time.runUntil(MORNING);
      expect(await ask(world)).toMatchObject({ ...want, runs: [] });
    });
  });

  it("all jobs together have no such times", async () => {
    await inWorld({ jobs: { parties: PARTIES } }, async (world) => {
      expect(await (await world.request("/runs")).json()).not.toHaveProperty("lastDue");
    });
  });
});

describe("nothing is known of it, as", () => {
  it("the ledger's storage refuses to write", async () => {
    await inWorld(
      { jobs: { parties: PARTIES }, environment: { triggers: { "6 2 * * *": ["parties"] } } },
      async (world) => {
        await world.ledger().standing();
        world.setMood("refuses writes");
        await world.runCron(MORNING);
        expect(await ask(world)).toMatchObject({
          lastDue: "2026-11-23T02:06:00.000Z",
          warning:
            "The ledger can't write, so what runs now is not in here: Exceeded allowed rows written in Durable Objects free tier.",
          runs: [],
        });
      },
    );
  });

  it("it has been watched only since", async () => {
    await inWorld({ jobs: { parties: PARTIES }, from: MORNING }, async (world) => {
      const answer = await ask(world);
      expect(answer).toMatchObject({ lastDue: "2026-11-23T02:06:00.000Z", runs: [] });
      expect(answer).toMatchObject({ watchedSince: new Date(MORNING).toISOString() });
      expect(answer).not.toHaveProperty("warning");
    });
  });
});
