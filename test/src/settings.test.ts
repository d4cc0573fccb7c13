import { describe, expect, it } from "vitest";
import { defaultsWithVars, settingsOf } from "../../src/settings.ts";
import { DEFAULTS, jobOf } from "./job-maps.ts";

const NOTIFY = { slack: { events: ["failure" as const], after: 1, remindEveryMs: 1, webhook: "HOOK" } };

describe("settingsOf", () => {
  it("is the defaults for a job that says nothing", () => {
    expect(settingsOf(jobOf(), DEFAULTS)).toEqual(DEFAULTS);
  });

  it("takes what the job says, key by key, and retry by its own keys", () => {
    const job = jobOf({
      timeoutMs: 120_000,
      retry: { maxAttempts: 1, on: ["timeout"] },
      auth: { bearer: null },
      success: ["204"],
      enabled: false,
    });
    expect(settingsOf(job, DEFAULTS)).toEqual({
      timeoutMs: 120_000,
      retry: {
        maxAttempts: 1,
        initialDelayMs: 1_000,
        multiplier: 2,
        maxDelayMs: 30_000,
        jitter: "none",
        on: ["timeout"],
      },
      auth: { bearer: null },
      success: ["204"],
      notify: null,
      enabled: false,
      overlap: "skip",
    });
  });

  it.each([
    { given: undefined, defaults: NOTIFY, want: NOTIFY },
    { given: null, defaults: NOTIFY, want: null },
    { given: NOTIFY, defaults: null, want: NOTIFY },
  ])("notify: a job's null is off, silence is the environment's ($given)", ({ given, defaults, want }) => {
    const job = given === undefined ? jobOf() : jobOf({ notify: given });
    expect(settingsOf(job, { ...DEFAULTS, notify: defaults }).notify).toEqual(want);
  });
});

describe("defaultsWithVars", () => {
  it("replaces just what the vars say", () => {
    const nothing = { maxAttempts: null, initialDelayMs: null, timeoutMs: null };
    expect(defaultsWithVars(DEFAULTS, nothing)).toEqual(DEFAULTS);
    const changed = defaultsWithVars(DEFAULTS, { maxAttempts: 7, initialDelayMs: 0, timeoutMs: 45_000 });
    expect(changed).toEqual({
      ...DEFAULTS,
      timeoutMs: 45_000,
      retry: { ...DEFAULTS.retry, maxAttempts: 7, initialDelayMs: 0 },
    });
  });
});
