/** Short random stories of what meets at the edge of a minute, each held to `laws.ts`. */
import { afterAll, expect, it } from "vitest";
import type { RunView } from "../../../src/ledger/protocol.ts";
import { LAWS } from "./laws.ts";
import { report, tally } from "./report.ts";
import { inShortStory } from "./short-story.ts";

const SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);

const all: RunView[] = [];
let [requests, deploys, alerts] = [0, 0, 0];

afterAll(() => report(`${SEEDS.length} short stories`, { runs: tally(all), requests, deploys, alerts }));

it.each(SEEDS)("a short story, seed %i", async (seed) => {
  await inShortStory(seed, (story) => {
    const broken = Object.entries(LAWS).flatMap(([law, breaks]) =>
      breaks(story).map((each) => `${law}: ${each}`),
    );
    expect(broken).toEqual([]);
    all.push(...story.runs);
    requests += story.received.length;
    deploys += story.deployments.length - 1;
    alerts += story.slack.length;
  });
});
