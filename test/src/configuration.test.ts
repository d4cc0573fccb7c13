import { describe, expect, it } from "vitest";
import { type Bindings, type Configuration, readConfiguration } from "../../src/configuration.ts";
import { environmentOf, jobMapOf } from "./job-maps.ts";

const environment = environmentOf({
  a: { auth: { bearer: "A_TOKEN" } },
  b: {},
  c: { auth: { bearer: null } },
  d: { auth: { bearer: null, hmac: "D_SIGNER" } },
});

function read(bindings: Bindings): Configuration {
  return readConfiguration(
    { ENVIRONMENT: "test", BACKEND_BASE: "https://api.test", ...bindings },
    jobMapOf(environment),
  );
}

/** What is in use in the place of a var. */
function valueOf(name: string, { environment: known }: Configuration): number | undefined {
  const defaults = known?.defaults;
  if (name === "RETRY_MAX_ATTEMPTS") return defaults?.retry.maxAttempts;
  return name === "RETRY_INITIAL_DELAY" ? defaults?.retry.initialDelayMs : defaults?.timeoutMs;
}

describe("vars with a whole number", () => {
  const rows = [
    {
      name: "RETRY_MAX_ATTEMPTS",
      good: ["1", "10", 5],
      bad: ["0", "11", "", "3.5", "-1", "1e1", "three", " 3", "0x3"],
    },
    { name: "RETRY_INITIAL_DELAY", good: ["0", "3600000"], bad: ["3600001", "1s", "NaN"] },
    { name: "REQUEST_TIMEOUT", good: ["100", "840000"], bad: ["99", "840001", "Infinity", "30 s"] },
  ];
  it.each(rows)("$name", ({ name, good, bad }) => {
    const inUse = valueOf(name, read({}));
    for (const value of good) {
      const configuration = read({ [name]: value });
      expect(configuration.problems).toEqual([]);
      expect(valueOf(name, configuration)).toBe(Number(value));
    }
    for (const value of bad) {
      const configuration = read({ [name]: value });
      expect(configuration.problems, value).toEqual([
        expect.stringContaining(`${name} is ${JSON.stringify(value)}, but must`),
      ]);
      expect(valueOf(name, configuration)).toBe(inUse);
    }
  });
});

describe("LOG_LEVEL", () => {
  it.each([
    { given: undefined, want: "info", problems: 0 },
    { given: "debug", want: "debug", problems: 0 },
    { given: "ERROR", want: "error", problems: 0 },
    { given: "verbose", want: "info", problems: 1 },
    { given: "", want: "info", problems: 1 },
  ])("$given: $want", ({ given, want, problems }) => {
    const configuration = read({ LOG_LEVEL: given });
    expect(configuration.logLevel).toBe(want);
    expect(configuration.problems).toHaveLength(problems);
  });
});

describe("BACKEND_BASE", () => {
  it.each([
    { given: "https://api.test", want: "https://api.test" },
    { given: "https://api.test/v1/", want: "https://api.test/v1" },
    { given: "http://127.0.0.1:8000", want: "http://127.0.0.1:8000" },
    { given: "https://api.test/@v1", want: "https://api.test/@v1" },
    { given: "ftp://api.test", want: null },
    { given: "https://user:password@api.test", want: null },
    { given: "https://api.test/?v=1", want: null },
    { given: "https://api.test/#v1", want: null },
    { given: "https://api.test ", want: null },
    { given: "api.test", want: null },
    { given: undefined, want: null },
  ])("$given: $want", ({ given, want }) => {
    const configuration = read({ BACKEND_BASE: given });
    expect(configuration.backendBase).toBe(want);
    expect(configuration.problems).toHaveLength(want === null ? 1 : 0);
  });
});

describe("ENVIRONMENT", () => {
  it.each(["nowhere", "constructor", "__proto__", undefined])("%s has no job map", (given) => {
    expect(read({ ENVIRONMENT: given }).environment).toBeNull();
  });
});

describe("secrets", () => {
  it("are those that something names, and whatever looks like one; without the white space that `echo` adds", () => {
    const { secrets } = read({
      A_TOKEN: "a\n",
      ERIFY_CRON_TOKEN: "b",
      THIRD_API_KEY: "c",
      ANALYTICS_TOKEN: "",
      REGION: "eu",
    });
    expect(Object.fromEntries(secrets)).toEqual({ A_TOKEN: "a", ERIFY_CRON_TOKEN: "b", THIRD_API_KEY: "c" });
  });

  it("sign what a job sends, whatever their names: the present one, and the one that is going", () => {
    const { secrets } = read({ D_SIGNER: "d", D_SIGNER_PREVIOUS: "e", D_SIGNER_NEXT: "f" });
    expect(Object.fromEntries(secrets)).toEqual({ D_SIGNER: "d", D_SIGNER_PREVIOUS: "e" });
  });
});
