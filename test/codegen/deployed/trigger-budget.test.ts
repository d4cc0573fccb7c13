import { describe, expect, it } from "vitest";
import { addedTriggers, budgetVerdict, keptTriggers } from "../../../codegen/deployed/trigger-budget.ts";

function listOf(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}

function budget(live: string, wanted: string, others: number) {
  return {
    plan: "free",
    live: listOf(live),
    wanted: listOf(wanted),
    others: others === 0 ? [] : [{ worker: "api", count: others }],
  } as const;
}

describe("the account's triggers", () => {
  // The Free plan has five.
  it.each([
    ["", "a b c d e", 0, "fits"],
    ["", "a b c d e f", 0, "over"],
    ["", "a b c", 3, "over"],
    ["a b c", "a b c", 2, "fits"],
    ["a b c", "a b d", 2, "trap"],
    ["a b c", "a b d", 1, "fits"],
    ["a b c d e", "v w x y z", 0, "trap"],
    ["a b c d e", "a", 0, "fits"],
  ] as const)("live %s, wanted %s, %i of others: %s", (live, wanted, others, verdict) => {
    expect(budgetVerdict(budget(live, wanted, others))).toBe(verdict);
  });

  it("are new where they are not live", () => {
    expect(addedTriggers(budget("a b c", "c d a", 0))).toEqual(["d"]);
  });

  it("keep those that are live and stay", () => {
    expect(keptTriggers(budget("a b c", "c d a", 0))).toEqual(["a", "c"]);
  });
});
