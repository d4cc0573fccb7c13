import { expect, it } from "vitest";
import { nearestNames } from "../../../src/http/nearest-names.ts";

const NAMES = ["every5min", "partiesImport", "checkCurrent", "mopDelta"];

it.each([
  { given: "every5mins", want: ["every5min"] },
  { given: "evry5min", want: ["every5min"] },
  { given: "EVERY5MIN", want: ["every5min"] },
  { given: "parties", want: ["partiesImport"] },
  { given: "mopdetla", want: ["mopDelta"] },
  { given: "backup", want: [] },
  { given: "", want: [] },
  { given: "x".repeat(100_000), want: [] },
])("$given.length characters, $given: $want", ({ given, want }) => {
  expect(nearestNames(given, NAMES)).toEqual(want);
});

it("names at most three, nearest first", () => {
  const names = ["jo123", "job12", "other", "job1x", "jab1"];
  expect(nearestNames("job1", names)).toEqual(["job12", "job1x", "jab1"]);
});
