import { describe, expect, it } from "vitest";
import { isDue } from "../../../src/schedule/due.ts";
import { minuteOf } from "./support/instant.ts";

describe("isDue", () => {
  it.each([
    { rules: [], at: "2026-11-23T02:06Z", want: false },
    { rules: [{ cron: "6 2 * * *" }], at: "2026-11-23T02:06Z", want: true },
    { rules: [{ cron: "6 2 * * *" }], at: "2026-11-23T02:07Z", want: false },
    { rules: [{ cron: "6 2 * * *" }, { cron: "7 2 * * *" }], at: "2026-11-23T02:07Z", want: true },
    // The window of Friday, 27 November, after midnight: it is Saturday then.
    { rules: [{ cron: "0 0-6 * * FRI", carryDays: 1 as const }], at: "2026-11-28T03:00Z", want: true },
    { rules: [{ cron: "0 0-6 * * FRI", carryDays: 1 as const }], at: "2026-11-27T03:00Z", want: false },
    { rules: [{ cron: "0 0-6 L * *", carryDays: 1 as const }], at: "2027-01-01T06:00Z", want: true },
    { rules: [{ cron: "0 0-6 L * *", carryDays: 1 as const }], at: "1970-01-01T06:00Z", want: false },
  ])("$rules at $at: $want", ({ rules, at, want }) => {
    expect(isDue(rules, minuteOf(at))).toBe(want);
    expect(isDue(rules, minuteOf(at)), "the second time, from the parsed expressions").toBe(want);
  });

  it("throws on a cron that the compiler should not have let through", () => {
    expect(() => isDue([{ cron: "0 24 * * *" }], 0)).toThrow(
      'the job map holds an invalid cron, "0 24 * * *": hour `24` is out of range: 0 to 23',
    );
  });
});
