import { describe, expect, it } from "vitest";
import { worstRunMs, worstRunWords } from "../../../codegen/plan/worst-run.ts";
import { compiled } from "./support/plan-case.ts";
import { fileWithJob } from "../support/compile-text.ts";

function jobWith(settings: string) {
  const [first] = compiled(fileWithJob(`endpoint: /job\nschedule: { every: 10m }\n${settings}`)).environments;
  const [job] = first?.environment.jobs ?? [];
  if (!job) throw new Error("no job");
  return job;
}

const minute = 60_000;

describe("a run at worst", () => {
  it.each([
    {
      settings: "timeout: 20s\nretry: { maxAttempts: 1 }",
      ms: 20_000,
      words: "one attempt of 20 s",
    },
    {
      // Three times 20 s, and waits of 1 s and 2 s.
      settings: "timeout: 20s\nretry: { maxAttempts: 3, initialDelay: 1s, multiplier: 2 }",
      ms: 63_000,
      words: "3 attempts of 20 s and the waits between them",
    },
    {
      // Six times 3 min would be 18 min and more: the last begins before the 14 min are over.
      settings: "timeout: 3m\nretry: { maxAttempts: 6, initialDelay: 30s }",
      ms: 17 * minute,
      words: "attempts of 3 min, the last begun within 14 min",
    },
    {
      settings: "timeout: 3m\nretry: { maxAttempts: 6, initialDelay: 30s }\ncompletion: { within: 2h }",
      ms: 137 * minute,
      words: "attempts of 3 min, the last begun within 14 min, and 2 h for its completion",
    },
  ])("takes: $words", ({ settings, ms, words }) => {
    const job = jobWith(settings);
    expect([worstRunMs(job), worstRunWords(job)]).toEqual([ms, words]);
  });
});
