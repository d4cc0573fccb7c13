import { describe, expect, it } from "vitest";
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
    objects: new Map(),
    compatibilityDate: null,
  };
  return { versions: [version], crons };
}

const wanted: Wanted = {
  environment: "production",
  worker: "w",
  crons: ["b", "c"],
  vars: new Map(),
  requiredSecrets: [],
  optionalSecrets: [],
  objects: new Map(),
  compatibilityDate: null,
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

  it.each([
    ["workers.api.error.too_many_crons [code: 10072]", "npm run deploy -- production --clear-triggers"],
    ["invalid cron string: x [code: 10100]", "npm run deploy -- production"],
    ["The following required secrets have not been set: X", "npm run deploy -- production"],
    ["Authentication error [code: 10000]", "npm run deploy -- production"],
    ["internal error 10013", "npm run deploy -- production"],
    ["nobody has seen this before", "npm run deploy -- production"],
  ])("from `%s` begins with another deploy", (message, command) => {
    const commands = wayHome(message, none, "production").flatMap((each) => each.command ?? []);
    expect(commands).toEqual([command, "npm run verify -- --env production"]);
  });

  it("offers the triggers alone, and the way back, where the code is live without them", () => {
    const commands = wayHome("invalid cron string [code: 10100]", half, "production").flatMap(
      (each) => each.command ?? [],
    );
    expect(commands).toEqual([
      "npm run deploy -- production",
      "npx wrangler triggers deploy -c wrangler.toml --env production",
      "git revert --no-edit HEAD && npm run deploy -- production",
      "npm run verify -- --env production",
    ]);
  });
});
