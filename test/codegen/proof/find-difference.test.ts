import { describe, expect, it } from "vitest";
import { findDifference } from "../../../codegen/proof/find-difference.ts";

describe("findDifference", () => {
  it.each([
    { declared: [], given: [] },
    { declared: [1, 2, 5], given: [1, 2, 5] },
  ])("finds none between $declared and $given", ({ declared, given }) => {
    expect(findDifference(declared, given)).toBeNull();
  });

  it.each([
    { declared: [1, 2, 5], given: [], missing: [1, 2, 5], extra: [] },
    { declared: [], given: [3, 4], missing: [], extra: [3, 4] },
    { declared: [1, 2, 5], given: [1, 3, 5, 6], missing: [2], extra: [3, 6] },
    { declared: [7, 9], given: [5, 6], missing: [7, 9], extra: [5, 6] },
    // Each exactly once: a minute given twice is one too many.
    { declared: [1, 2], given: [1, 1, 2, 2, 2], missing: [], extra: [1, 2, 2] },
  ])("finds what $given lacks and has beside $declared", ({ declared, given, missing, extra }) => {
    expect(findDifference(declared, given)).toEqual({ missing, extra });
  });
});
