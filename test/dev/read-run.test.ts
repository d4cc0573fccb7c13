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
    trigger: "cron",
    correlationId: line.correlationId,
    attempts: 2,
    statusCode: 200,
    durationMs: 1250,
    error: null,
  });
});

it.each([
  { ending: "completed successfully", level: "INFO", want: "succeeded" },
  { ending: "failed", level: "ERROR", want: "failed" },
  { ending: "was dropped", level: "ERROR", want: "dropped" },
  { ending: "was lost", level: "ERROR", want: "lost" },
  { ending: "was missed", level: "ERROR", want: "missed" },
  { ending: "was accepted", level: "INFO", want: "accepted" },
  { ending: "was deferred: the ledger goes on with it", level: "WARN", want: "deferred" },
  { ending: "was skipped", level: "WARN", want: "skipped" },
  { ending: "was superseded", level: "INFO", want: "superseded" },
  { ending: "was not made up", level: "WARN", want: "given up" },
])("reads that a run $ending", ({ ending, level, want }) => {
  const message = `Job Parties Import ${ending}`;
  expect(readLogLine(JSON.stringify({ ...line, level, message }))).toMatchObject({ kind: want });
});

it("reads an attempt after which the run goes on", () => {
  const message = "Job Parties Import: attempt 1 of 3 failed, the next is in 1 s";
  const given = { ...line, level: "WARN", message, attempt: 1, error: "the backend answered 503" };
  expect(readLogLine(JSON.stringify(given))).toMatchObject({
    kind: "attempt",
    attempts: 1,
    error: given.error,
  });
});

it("reads what the ledger says, which names no trigger, attempt or duration", () => {
  const { trigger: _, attempt: __, duration: ___, statusCode: ____, ...rest } = line;
  const given = { ...rest, level: "ERROR", message: "Job Parties Import was missed", error: "no tick came" };
  expect(readLogLine(JSON.stringify(given))).toMatchObject({
    kind: "missed",
    job: "partiesImport",
    trigger: null,
    attempts: null,
    durationMs: null,
    statusCode: null,
    error: "no tick came",
  });
});

it("reads a run by hand that has no minute", () => {
  const { scheduledTime: _, ...rest } = line;
  expect(readLogLine(JSON.stringify({ ...rest, trigger: "manual" }))).toMatchObject({
    trigger: "manual",
    scheduledTime: null,
  });
});

it("passes on what else went wrong, with its reason", () => {
  const { attempt: _, ...rest } = line;
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
