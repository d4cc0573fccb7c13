import { expect, it } from "vitest";
import { retryAfterMs } from "../../src/retry-after.ts";

/** The instant of RFC 9110's examples, less half a minute. */
const NOW = Date.parse("1994-11-06T08:49:07.000Z");

it.each([
  { given: null, want: null },
  { given: "120", want: 120_000 },
  { given: " 120 ", want: 120_000 },
  { given: "0", want: 0 },
  { given: "9".repeat(400), want: 2_147_483_648_000 },
  // The three forms of section 5.6.7.
  { given: "Sun, 06 Nov 1994 08:49:37 GMT", want: 30_000 },
  { given: "Sunday, 06-Nov-94 08:49:37 GMT", want: 30_000 },
  { given: "Sun Nov  6 08:49:37 1994", want: 30_000 },
  // In the past.
  { given: "Sun, 06 Nov 1994 08:00:00 GMT", want: 0 },
  // Neither form.
  { given: "", want: null },
  { given: "1.5", want: null },
  { given: "-5", want: null },
  { given: "soon", want: null },
  { given: "Sun, when it is ready", want: null },
  { given: "1994-11-06T08:49:37Z", want: null },
])("$given: $want", ({ given, want }) => {
  expect(retryAfterMs(given, NOW)).toBe(want);
});
