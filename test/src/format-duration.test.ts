import { expect, it } from "vitest";
import { formatDuration } from "../../src/format-duration.ts";

it.each([
  { given: 0, want: "0 ms" },
  { given: 999.4, want: "999 ms" },
  { given: 1_000, want: "1 s" },
  { given: 2_540, want: "2.5 s" },
  { given: 59_940, want: "59.9 s" },
  { given: 59_960, want: "1 min" },
  { given: 60_000, want: "1 min" },
  { given: 870_000, want: "14 min 30 s" },
  { given: 3_599_400, want: "59 min 59 s" },
  { given: 3_599_600, want: "1 h" },
  { given: 11_130_000, want: "3 h 6 min" },
  { given: 86_370_000, want: "1 d" },
  { given: 187_200_000, want: "2 d 4 h" },
])("$given: $want", ({ given, want }) => {
  expect(formatDuration(given)).toBe(want);
});
