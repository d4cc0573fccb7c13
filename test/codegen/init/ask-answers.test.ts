import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fallbacks } from "../../../codegen/init/answers.ts";
import type { Given } from "../../../codegen/init/ask-answers.ts";
import { askAnswers } from "../../../codegen/init/ask-answers.ts";
import { checks } from "../../../codegen/init/check-answer.ts";
import { firstSchedules, firstTemplate } from "../../../codegen/init/first-schedules.ts";
import { compileText } from "../support/compile-text.ts";

/** A person who gives these answers, and the whole of what was said. */
async function talk(answers: readonly string[], given: Given = { backends: [] }) {
  const left = [...answers];
  const said: string[] = [];
  const person = {
    ask: (question: string) => {
      const answer = left.shift();
      if (answer === undefined) throw new Error(`nobody answers: ${question}`);
      said.push(question + answer);
      return Promise.resolve(answer);
    },
    say: (text: string) => void said.push(text),
  };
  return { answers: await askAnswers(given, person), said, left };
}

describe("init", () => {
  it("asks a few questions, and takes what is offered for an empty answer", async () => {
    const { answers, said, left } = await talk(["", "", "", "https://api.example.org", "", "", "", "", ""]);
    expect(left).toEqual([]);
    expect(answers).toEqual({
      worker: "cron-worker",
      plan: "free",
      environments: [{ name: "production", backend: "https://api.example.org" }],
      timeZone: "UTC",
      job: fallbacks.job,
    });
    expect(said).toEqual([
      "Name of the Worker (cron-worker): ",
      "Cloudflare plan of the account, free or paid (free): ",
      "First environment (production): ",
      "Address of the backend of production: https://api.example.org",
      "Another environment (Enter: no more): ",
      "Time zone of the schedules (UTC): ",
      "Name of the first job (hello): ",
      "What it calls, METHOD /path (POST /cron/hello): ",
      "When, HH:MM of every day or cron (02:06): ",
    ]);
  });

  it("asks nothing that is given", async () => {
    const backends = [{ name: "production", backend: "https://api.example.org" }];
    const { said } = await talk(["report", "", "09:00"], {
      backends,
      worker: "w",
      plan: "paid",
      timeZone: "Asia/Tokyo",
    });
    expect(said.map((text) => text.split(/[,(:]/)[0])).toEqual([
      "Name of the first job ",
      "What it calls",
      "When",
    ]);
  });

  it("puts a question again until the answer can stand in the file", async () => {
    const { answers, said } = await talk([
      "My Worker",
      "my-worker",
      "gratis",
      "paid",
      "Production",
      "live",
      "api.example.org",
      "http://api.example.org",
      "https://api.example.org",
      "live",
      "dev",
      "http://localhost:8000",
      "",
      "CET",
      "Europe/Berlin",
      "first job",
      "firstJob",
      "FETCH /a",
      "get",
      "GET /a",
      "9:00",
      "0 9 * * 1",
      "0 9 * * MON",
    ]);
    expect(said.filter((text) => text.startsWith("  ")).length).toBe(12);
    expect(said).toContain("  `live` is there already");
    expect(answers.environments.map(({ name }) => name)).toEqual(["live", "dev"]);
    expect(answers.job).toEqual({ key: "firstJob", endpoint: "GET /a", schedule: "0 9 * * MON" });
  });
});

describe("what init writes", () => {
  const answers = {
    worker: "cron-worker",
    plan: "free",
    environments: [
      { name: "production", backend: "https://api.example.org/a" },
      { name: "development", backend: "http://localhost:8000" },
    ],
    timeZone: "Europe/London",
    job: fallbacks.job,
  } as const;

  it.each([
    ["a time", { schedule: "02:06" }],
    ["cron", { schedule: "*/5 * * * *" }],
    ["a shorthand", { schedule: "@daily" }],
    ["words that YAML readers take for something else", { key: "on", endpoint: "GET /a?b=1&c=:" }],
    ["a path with signs of YAML", { key: "null", endpoint: "POST /a'b,c{d}[e]:" }],
  ])("compiles with the template that it writes: %s", (_what, job) => {
    const text = firstSchedules({
      ...answers,
      job: { ...fallbacks.job, ...job },
    });
    const { diagnostics, files } = compileText(text, firstTemplate);
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    expect(files.size).toBeGreaterThan(0);
  });

  it("makes only a development environment the default of wrangler", () => {
    expect(firstSchedules(answers).match(/ {2}(\w+):\n.*\n {4}default: true/)?.[1]).toBe("development");
    const live = { ...answers, environments: answers.environments.slice(0, 1) };
    expect(firstSchedules(live)).not.toContain("default: true");
  });

  it("is the template of this repository", () => {
    expect(firstTemplate).toBe(readFileSync("wrangler.template.toml", "utf8"));
  });

  it.each(["00:00", "23:59", "*/5 * * * *", "@hourly"])("takes %s as a schedule", (text) => {
    expect(checks.schedule(text)).toBeNull();
  });

  it.each(["24:00", "7:30", "", "manual", "0 9 * * 1", "* *"])("refuses %j as a schedule", (text) => {
    expect(checks.schedule(text)).not.toBeNull();
  });
});
