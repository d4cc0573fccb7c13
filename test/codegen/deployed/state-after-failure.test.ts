import { describe, expect, it } from "vitest";
import { callsFor } from "../../../codegen/deployed/calls.ts";
import type { Deployment } from "../../../codegen/deployed/deployment.ts";
import { stateAfterFailure, stateWords } from "../../../codegen/deployed/state-after-failure.ts";
import type { Wanted } from "../../../codegen/deployed/wanted.ts";
import { wayHome } from "../../../codegen/deployed/way-home.ts";

function deployment(id: string, ...crons: readonly string[]): Deployment {
  const version = {
    id,
    percentage: 100,
    tag: null,
    createdAt: "2026-11-25T12:00:00Z",
    author: null,
    vars: new Map(),
    secrets: [],
    bindings: new Map(),
    compatibilityDate: null,
    compatibilityFlags: [],
  };
  return { versions: [version], crons };
}

const wanted: Wanted = {
  environment: "production",
  calls: callsFor("production", "schedules.yaml"),
  worker: "w",
  accountId: null,
  main: "src/worker.ts",
  crons: ["b", "c"],
  vars: new Map(),
  requiredSecrets: [],
  optionalSecrets: [],
  bindings: new Map(),
  compatibilityDate: null,
  compatibilityFlags: [],
};

describe("the state after a deploy that failed", () => {
  it.each<[string, Deployment | null, Deployment | null, string]>([
    ["nothing is there", null, null, "There is no Worker of this name on Cloudflare yet, so nothing runs."],
    [
      "nothing changed",
      deployment("1", "a", "b"),
      deployment("1", "b", "a"),
      "Cloudflare has what it had before (version 1): nothing is changed, and all runs as it did.",
    ],
    [
      "the code alone",
      deployment("1", "a", "b"),
      deployment("2", "a", "b"),
      "The new code is live (version 2), with the triggers of before (2 cron triggers).",
    ],
    [
      "a first deploy's code alone",
      null,
      deployment("1"),
      "The new code is live (version 1), with the triggers of before (0 cron triggers).",
    ],
    [
      "the code alone, and the triggers did not change",
      deployment("1", "b", "c"),
      deployment("2", "b", "c"),
      "The new code is live (version 2), with the new triggers (2 cron triggers).",
    ],
    [
      "both, and something behind them failed",
      deployment("1", "a", "b"),
      deployment("2", "b", "c"),
      "The new code is live (version 2), with the new triggers (2 cron triggers).",
    ],
    [
      "triggers were removed first, and then the code refused",
      deployment("1", "a", "b"),
      deployment("1", "b"),
      "The code of before is live (version 1), with 1 cron trigger that is neither those of before nor the new ones.",
    ],
  ])("%s", (_, before, now, words) => {
    expect(stateWords(stateAfterFailure(before, now, wanted), now)).toContain(words);
  });
});

describe("the way home", () => {
  const half = { code: "new", triggers: "before" } as const;
  const none = { code: "before", triggers: "before" } as const;
  const { calls } = wanted;

  it.each([
    [
      "workers.api.error.too_many_crons [code: 10072]",
      "Cloudflare counts too many cron triggers",
      " --clear-triggers",
    ],
    ["invalid cron string: x [code: 10100]", "Cloudflare refuses a cron expression (10100)", ""],
    ["The following required secrets have not been set: X", "A secret that the Worker needs is not set.", ""],
    ["Authentication error [code: 10000]", "Cloudflare does not take the token.", ""],
    ["A request failed. 10021", "The code fails while it starts (10021).", ""],
    ["internal error 10013", "Cloudflare's API did not do its part.", ""],
    ["timeout", "Cloudflare's API did not do its part.", ""],
    ["interrupted", "It was ended from outside, so there is nothing to mend.", ""],
    ["503 triggers are too long [code: 10066]", "Mend what wrangler says above.", ""],
  ])("from `%s` begins with what it means, and another deploy", (message, words, option) => {
    const advice = wayHome({ message, state: none, commitBefore: null, calls });
    expect(advice[0]?.text).toContain(words);
    expect(advice.flatMap((each) => each.command ?? [])).toEqual([
      `npm run deploy -- production${option}`,
      "npm run verify -- --env production",
    ]);
  });

  it.each([
    [
      "0123456789".repeat(4),
      ["git switch --detach 0123456 && npm ci && npm run deploy -- production --allow-older"],
    ],
    [null, []],
  ])(
    "offers the triggers alone, and the way back, where the code is live without them",
    (commitBefore, back) => {
      const advice = wayHome({
        message: "invalid cron string [code: 10100]",
        state: half,
        commitBefore,
        calls,
      });
      expect(advice.flatMap((each) => each.command ?? [])).toEqual([
        "npm run deploy -- production",
        "npx wrangler triggers deploy --env production",
        ...back,
        "npm run verify -- --env production",
      ]);
    },
  );

  it("is typed with the schedules' own place", () => {
    const elsewhere = callsFor("production", "apps/my cron/schedules.yaml");
    expect(elsewhere.deploy("--yes")).toBe(
      "npm run deploy -- production --yes --config 'apps/my cron/schedules.yaml'",
    );
    expect(elsewhere.wrangler("tail")).toBe(
      "npx wrangler tail -c 'apps/my cron/wrangler.toml' --env production",
    );
  });
});
