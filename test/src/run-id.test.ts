import { expect, it } from "vitest";
import { cronRunId, keyedRunId, manualRunId } from "../../src/run-id.ts";

const AT = Date.parse("2026-11-23T02:06:00.000Z");

it("names environment, job and minute", () => {
  expect(cronRunId("production", "partiesImport", AT)).toBe("production:partiesImport:20261123T0206Z");
});

it("by hand: the minute of the call, and something random", () => {
  const id = manualRunId("production", "partiesImport", AT + 59_999, "1f9a6c2e");
  expect(id).toBe("production:partiesImport:manual-20261123T0206Z-1f9a6c2e");
});

it("by the caller's key: a hash of it, so that any key fits into a header", async () => {
  // printf 'müde' | sha256sum
  expect(await keyedRunId("test", "job", "müde")).toBe("test:job:manual-2b7186b5bfe89b064fd53b9dea257464");
});
