/** The object answers the calls of earlier releases: both run while a deploy spreads. */
import { describe, expect, it } from "vitest";
import type { LedgerCalls } from "../../../src/ledger/protocol.ts";
import * as first from "./releases/0.1.0.ts";
import * as completion from "./releases/completion.ts";
import { HOUR, inWorld, MINUTE, START } from "./world.ts";

const RELEASES = [first, completion];
const OPTIONS = {
  jobs: { parties: { schedule: [{ cron: "6 2 * * *" }] } },
  environment: { triggers: { "6 2 * * *": ["parties"] } },
  from: START + 2 * HOUR + 6 * MINUTE + 10_000,
};

describe.each(RELEASES)("release $release", ({ calls }) => {
  it("asks, and is answered as it was", async () => {
    await inWorld(OPTIONS, async (world) => {
      for (const { call, question, answer } of calls) {
        const method = Reflect.get(world.ledger(), call) as (
          ...given: readonly unknown[]
        ) => Promise<unknown>;
        const pending = method(...question);
        await world.time.runUntil(world.time.now());
        const given = await pending;
        if (typeof answer === "object") expect(given).toMatchObject(answer as object);
        else expect(given).toBe(answer);
      }
    });
  });

  it("asks with what a later release has added, and is answered as if it had not", async () => {
    await inWorld(OPTIONS, async (world) => {
      const [claim] = calls;
      const [question] = (claim?.question ?? []) as [{ runs: object[] }];
      const later = {
        ...question,
        ofTomorrow: 1,
        runs: question.runs.map((run) => ({ ...run, ofTomorrow: 1 })),
      };
      const answer = await world.ledger().claim(later as unknown as Parameters<LedgerCalls["claim"]>[0]);
      expect(answer).toMatchObject(claim?.answer as object);
    });
  });
});

it("no call is left out", () => {
  const known: Record<keyof LedgerCalls, true> = {
    claim: true,
    record: true,
    renew: true,
    trigger: true,
    results: true,
    runs: true,
    run: true,
    standing: true,
    pause: true,
    resume: true,
    complete: true,
  };
  expect(new Set(RELEASES.flatMap(({ calls }) => calls).map(({ call }) => call))).toEqual(
    new Set(Object.keys(known)),
  );
});
