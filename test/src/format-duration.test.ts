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
])("$given: $want", ({ given, want }) => {
  expect(formatDuration(given)).toBe(want);
});
