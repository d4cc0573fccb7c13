import { describe, expect, test } from "vitest";
import { dueJobs } from "../../src/due-jobs.ts";
import { environmentOf } from "./job-maps.ts";

const environment = environmentOf(
  {
    both: { schedule: [{ cron: "0 9 * * *" }, { cron: "*/30 * * * *" }] },
    halfHourly: { schedule: [{ cron: "*/30 * * * *" }] },
    disabled: { schedule: [{ cron: "*/30 * * * *" }], enabled: false },
    byHand: { schedule: [] },
  },
  { triggers: { "*/30 * * * *": ["both", "halfHourly"], "0 9 * * *": ["both"] } },
);

const almanac = { zones: {}, dates: {} };
const minuteOf = (iso: string) => Date.parse(iso) / 60_000;
const keysOf = (cron: string, iso: string) =>
  dueJobs(environment, almanac, cron, minuteOf(iso)).map(([key]) => key);

describe("a minute that two triggers of one job name", () => {
  test("is run by the first trigger", () => {
    expect(keysOf("*/30 * * * *", "2026-11-23T09:00Z")).toEqual(["both", "halfHourly"]);
  });

  test("and by no other", () => {
    expect(keysOf("0 9 * * *", "2026-11-23T09:00Z")).toEqual([]);
  });
});

test("a trigger at whose minute nothing is due runs nothing", () => {
  expect(keysOf("0 9 * * *", "2026-11-23T09:01Z")).toEqual([]);
});

test("an expression of the last deploy runs every enabled job that holds the minute", () => {
  expect(keysOf("0 * * * *", "2026-11-23T09:00Z")).toEqual(["both", "halfHourly"]);
  expect(keysOf("0 * * * *", "2026-11-23T09:10Z")).toEqual([]);
});
