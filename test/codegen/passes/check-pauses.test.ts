import { describe, expect, it } from "vitest";
import { compile } from "../../../codegen/compile.ts";
import { plainTemplate } from "../support/compile-text.ts";

/** What is said of pauses at a moment, without the other diagnostics. */
function saidOf(settings: string, jobs: string, now: string): string[] {
  const text = `version: 1
worker: cron-worker
account: { plan: paid }
defaults: ${settings}
environments:
  production: { backend: "https://api.example.com" }
  staging: { backend: "https://staging.example.com" }
jobs:
${jobs}`;
  const encoder = new TextEncoder();
  const { diagnostics } = compile({
    nowMinute: Date.parse(now) / 60_000,
    config: { file: "schedules.yaml", bytes: encoder.encode(text) },
    template: { file: "wrangler.template.toml", bytes: encoder.encode(plainTemplate) },
  });
  return diagnostics
    .filter(({ code }) => code === "SCH313" || code === "SCH314")
    .map(({ code, message }) => `${code} ${message}`);
}

const job = (key: string, more = "") =>
  `  ${key}: { endpoint: /${key}, schedule: { at: "09:00" }${more === "" ? "" : `, ${more}`} }\n`;

describe("a pause", () => {
  const pause = '{ pause: { reason: moving, until: "2026-12-01T09:00" } }';
  const over = "SCH314 this pause is over: it holds nothing back any more";

  it("lasts to the minute before its end, and is over at its end", () => {
    const [last, end] = ["2026-12-01T08:59Z", "2026-12-01T09:00Z"];
    const said = "SCH313 `a` is paused in production and staging until 2026-12-01 09:00 UTC: moving";
    expect(saidOf(pause, job("a"), last)).toEqual([said]);
    expect(saidOf(pause, job("a"), end)).toEqual([over]);
  });

  it("is said once, with its jobs by name while they are few", () => {
    const four = ["a", "b", "c", "d"].map((key) => job(key)).join("");
    const said = "are paused in production and staging until 2026-12-01 09:00 UTC: moving";
    expect(saidOf(pause, four, "2026-11-23T00:00Z")).toEqual([
      `SCH313 \`a\`, \`b\`, \`c\` and \`d\` ${said}`,
    ]);
    expect(saidOf(pause, four + job("e"), "2026-11-23T00:00Z")).toEqual([`SCH313 5 jobs ${said}`]);
  });

  it("names those that it still holds where their zones end it at different times", () => {
    const jobs = job("tokyo", "timeZone: Asia/Tokyo") + job("lima", "timeZone: America/Lima");
    const until = "until 2026-12-01 14:00 UTC";
    // 09:00 is 00:00 UTC in Tokyo and 14:00 UTC in Lima.
    expect(saidOf(pause, jobs, "2026-11-30T23:59Z")).toEqual([
      `SCH313 \`tokyo\` and \`lima\` are paused in production and staging ${until} at the latest: moving`,
    ]);
    expect(saidOf(pause, jobs, "2026-12-01T00:00Z")).toEqual([
      `SCH313 \`lima\` is paused in production and staging ${until}: moving`,
    ]);
    expect(saidOf(pause, jobs, "2026-12-01T14:00Z")).toEqual([over]);
  });

  it("is not said of a job that runs by hand, is disabled, or is paused by another line", () => {
    const jobs =
      '  byHand: { endpoint: /a, schedule: manual }\n  off: { endpoint: /b, schedule: { at: "09:00" }, enabled: false }\n' +
      job("own", "pause: { reason: its own }") +
      job("free", "pause: none");
    expect(saidOf(pause, jobs, "2026-11-23T00:00Z")).toEqual([
      "SCH313 `own` is paused in production and staging: its own",
    ]);
  });
});
