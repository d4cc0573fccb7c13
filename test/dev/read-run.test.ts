import { expect, it } from "vitest";
import { readLogLine } from "../../dev/read-run.ts";

/** A line as the Worker writes it. */
const line = {
  timestamp: "2026-11-23T02:06:01.000Z",
  level: "INFO",
  correlationId: "123e4567-e89b-12d3-a456-426614174000",
  environment: "production",
  message: "Job Parties Import completed successfully",
  job: "partiesImport",
  runId: "production:partiesImport:20261123T0206Z",
  trigger: "cron",
  scheduledTime: "2026-11-23T02:06:00.000Z",
  attempt: 2,
  duration: 1250,
  statusCode: 200,
};

it("reads a run", () => {
  expect(readLogLine(JSON.stringify(line))).toEqual({
    kind: "succeeded",
    job: "partiesImport",
    message: line.message,
    scheduledTime: Date.UTC(2026, 10, 23, 2, 6),
    manual: false,
    correlationId: line.correlationId,
    attempts: 2,
    statusCode: 200,
    durationMs: 1250,
    error: null,
  });
});

it.each([
  { given: { level: "ERROR", message: "Job Parties Import failed", error: "timed out" }, want: "failed" },
  { given: { level: "ERROR", message: "Job Parties Import was dropped", error: "no time" }, want: "dropped" },
  { given: { level: "WARN", message: "Job Parties Import: attempt 1 of 3 failed" }, want: "attempt" },
])("reads a run that is $want", ({ given, want }) => {
  expect(readLogLine(JSON.stringify({ ...line, ...given }))).toMatchObject({
    kind: want,
    error: given.error ?? null,
  });
});

it("reads a run by hand that has no minute", () => {
  const { scheduledTime: _, ...rest } = line;
  expect(readLogLine(JSON.stringify({ ...rest, trigger: "manual" }))).toMatchObject({
    manual: true,
    scheduledTime: null,
  });
});

it("passes on what else went wrong, with its reason", () => {
  const { runId: _, ...rest } = line;
  const given = { ...rest, level: "ERROR", message: "The alert was not sent", error: "it answered 500" };
  expect(readLogLine(JSON.stringify(given))).toEqual({
    kind: "line",
    message: "The alert was not sent: it answered 500",
    isError: true,
  });
});

it.each([
  {
    given: "what is no run and no problem",
    text: JSON.stringify({ level: "INFO", message: "The tick ended" }),
  },
  { given: "text", text: "[wrangler:info] GET /health 200 OK" },
  { given: "half an object", text: '{"level":"ERROR"' },
  { given: "an object of another kind", text: "{}" },
])("leaves out $given", ({ text }) => {
  expect(readLogLine(text)).toBeNull();
});
