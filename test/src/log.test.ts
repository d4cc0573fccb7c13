import { describe, expect, it } from "vitest";
import { createLog, type Log } from "../../src/log.ts";
import type { Platform } from "../../src/platform.ts";
import { createRedactor } from "../../src/redact.ts";

const NEVER = (): never => {
  throw new Error("the log has no use for this");
};

/** A log that writes into `lines`, each with the console method that it went to. */
function logInto(lines: Array<[string, object]>): Log {
  const write = (method: string) => (line: object) => void lines.push([method, line]);
  const platform: Platform = {
    now: () => Date.parse("2024-01-15T10:30:00.000Z"),
    random: NEVER,
    uuid: NEVER,
    sleep: NEVER,
    startTimeout: NEVER,
    fetch: NEVER,
    console: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") },
  };
  const redact = createRedactor(["s3cret"]);
  return createLog(
    { platform, level: "debug", environment: "production", redact },
    { correlationId: "id-1" },
  );
}

describe("a line", () => {
  it("has what every line has, and goes to the console's method of its level, as an object", () => {
    const lines: Array<[string, object]> = [];
    const log = logInto(lines);
    log.debug("d");
    log.info("i", { statusCode: 200, duration: 1_250 });
    log.warn("w");
    log.error("e", { error: "why" });
    const common = {
      timestamp: "2024-01-15T10:30:00.000Z",
      correlationId: "id-1",
      environment: "production",
    };
    expect(lines).toEqual([
      ["debug", { ...common, level: "DEBUG", message: "d" }],
      ["info", { ...common, level: "INFO", message: "i", statusCode: 200, duration: 1_250 }],
      ["warn", { ...common, level: "WARN", message: "w" }],
      ["error", { ...common, level: "ERROR", message: "e", error: "why" }],
    ]);
  });

  it("carries the fields of the log that it was written to", () => {
    const lines: Array<[string, object]> = [];
    logInto(lines).with({ correlationId: "id-2", job: "a" }).with({ attempt: 2 }).info("m", { job: "b" });
    expect(lines).toMatchObject([["info", { correlationId: "id-2", job: "b", attempt: 2 }]]);
  });

  it("has every secret struck out, wherever it stands", () => {
    const lines: Array<[string, object]> = [];
    const log = logInto(lines).with({ runId: "run-s3cret" });
    log.error("it was s3cret", {
      error: "Authorization: Basic czNjcmV0",
      url: "https://h/x?token=abc&delta=25",
    });
    expect(lines).toMatchObject([
      [
        "error",
        {
          message: "it was [redacted]",
          runId: "run-[redacted]",
          error: "Authorization: [redacted]",
          url: "https://h/x?token=[redacted]&delta=25",
        },
      ],
    ]);
  });
});
