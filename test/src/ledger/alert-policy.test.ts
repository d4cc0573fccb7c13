/** The alert policy, as a story of a job: what happens at which minute, and what is told then. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertEvent } from "../../../src/job-map.ts";
import {
  type AlertPolicy,
  type AlertState,
  decideAlerts,
  decideReminders,
  nextReminderAt,
  type PendingAlert,
  QUIET,
} from "../../../src/ledger/alert-policy.ts";

const MINUTE = 60_000;
const ALL: AlertPolicy = { events: ["failure", "recovery", "missed"], after: 1, remindEveryMs: 60 * MINUTE };

const RUN = {
  runId: "test:job:20261123T0000Z",
  correlationId: "",
  status: "failed",
  scheduledTime: 0,
  tick: "",
  attempts: 1,
  statusCode: null,
  durationMs: 0,
  error: null,
} as const;

/** `fail`, `ok`: a run's end. `miss`, `tick`: a minute that the cron did not bring, one that it did. `look`: the alarm. */
type Step = readonly [minute: number, what: "fail" | "ok" | "miss" | "tick" | "look"];

/** `failure@5`, with `!` for a reminder, `~` for one that flaps, and for a recovery how many minutes it was down. */
function tell(steps: readonly Step[], policy: AlertPolicy | null): string[] {
  let state: AlertState = QUIET;
  const told: string[] = [];
  const say = ({ event, at, since, isReminder, isFlapping }: PendingAlert): void => {
    const down = event === "recovery" ? ` after ${(at - (since ?? 0)) / MINUTE}` : "";
    told.push(`${event}${isReminder ? "!" : ""}${isFlapping ? "~" : ""}@${at / MINUTE}${down}`);
  };
  for (const [minute, what] of steps) {
    const at = minute * MINUTE;
    const isRun = what === "fail" || what === "ok";
    const decided =
      what === "look"
        ? decideReminders(state, at, policy)
        : decideAlerts(
            state,
            {
              condition: isRun ? "failing" : "missing",
              isGood: what === "ok" || what === "tick",
              at,
              run: RUN,
            },
            policy,
          );
    state = decided.state;
    decided.alerts.forEach(say);
  }
  return told;
}

interface Row {
  /** `0 fail, 5 ok`. */
  readonly given: string;
  readonly want: readonly string[];
  readonly policy?: Partial<AlertPolicy>;
}

function stepsOf(text: string): Step[] {
  return text.split(", ").map((each): Step => {
    const [minute, what] = each.split(" ");
    return [Number(minute), what as Step[1]];
  });
}

function check(rows: Readonly<Record<string, Row>>): void {
  it.each(Object.entries(rows))("%s", (_, { given, want, policy }) => {
    expect(tell(stepsOf(given), { ...ALL, ...policy })).toEqual(want);
  });
}

describe("failing", () => {
  check({
    "good runs say nothing": {
      given: "0 ok, 5 ok",
      want: [],
    },
    "the first failure is told, the next are not": {
      given: "0 fail, 5 fail, 10 fail",
      want: ["failure@0"],
    },
    "after: 3 tells the third in a row": {
      given: "0 fail, 5 fail, 10 fail, 15 fail",
      want: ["failure@10"],
      policy: { after: 3 },
    },
    "after: 3, and a good run between begins anew": {
      given: "0 fail, 5 fail, 10 ok, 15 fail, 20 fail",
      want: [],
      policy: { after: 3 },
    },
    "a recovery says how long it was down, from the first failure": {
      given: "0 fail, 5 fail, 10 fail, 25 ok, 30 ok",
      want: ["failure@10", "recovery@25 after 25"],
      policy: { after: 3 },
    },
    "what was not told has no recovery": {
      given: "0 fail, 5 ok",
      want: [],
      policy: { after: 2 },
    },
    "events choose": {
      given: "0 fail, 5 ok, 10 ok",
      want: ["recovery@5 after 5"],
      policy: { events: ["recovery"] },
    },
    "success tells every good run": {
      given: "0 ok, 5 fail, 10 ok",
      want: ["success@0", "success@10"],
      policy: { events: ["success"] },
    },
  });
});

describe("reminders", () => {
  check({
    "while it lasts, each hour": {
      given: "0 fail, 59 look, 60 look, 61 look, 119 look, 120 look",
      want: ["failure@0", "failure!@60", "failure!@120"],
    },
    "none of what is over": {
      given: "0 fail, 5 ok, 70 look",
      want: ["failure@0", "recovery@5 after 5"],
    },
    "none of what was not told": {
      given: "0 fail, 70 look",
      want: [],
      policy: { after: 2 },
    },
    "a late look does not shift the story, and tells once": {
      given: "0 fail, 190 look, 200 look, 250 look",
      want: ["failure@0", "failure!@190", "failure!@250"],
    },
    "of a missed minute too, when another has been missed since": {
      given: "0 miss, 5 miss, 60 look, 120 look",
      want: ["missed@0", "missed!@60"],
    },
    "of one missed minute none: what would it say": {
      given: "0 miss, 60 look, 1440 look",
      want: ["missed@0"],
    },
    "not where nobody wants failures": {
      given: "0 fail, 60 look",
      want: [],
      policy: { events: ["missed", "recovery"] },
    },
  });
});

describe("missing", () => {
  check({
    "at once, whatever after says": {
      given: "2 miss, 7 miss",
      want: ["missed@2"],
      policy: { after: 5 },
    },
    "is over with the next tick": {
      given: "2 miss, 5 tick",
      want: ["missed@2", "recovery@5 after 3"],
    },
    "is not over because a run that was made up succeeds": {
      given: "2 miss, 2 ok, 7 miss, 7 ok",
      want: ["missed@2"],
    },
    "and failing are two things": {
      given: "2 miss, 3 fail, 5 tick, 6 ok",
      want: ["missed@2", "failure@3", "recovery@5 after 3", "recovery@6 after 3"],
    },
  });
});

describe("what comes and goes", () => {
  check({
    "is told twice, and the third time it stays until an hour was good": {
      given: "0 fail, 5 ok, 10 fail, 15 ok, 20 fail, 25 ok, 30 fail, 35 ok, 89 ok, 90 ok",
      want: [
        "failure@0",
        "recovery@5 after 5",
        "failure@10",
        "recovery@15 after 5",
        "failure~@20",
        "recovery~@90 after 70",
      ],
    },
    "slower than three times an hour is told each time": {
      given: "0 fail, 10 ok, 30 fail, 40 ok, 60 fail, 70 ok",
      want: [
        "failure@0",
        "recovery@10 after 10",
        "failure@30",
        "recovery@40 after 10",
        "failure@60",
        "recovery@70 after 10",
      ],
    },
    "is reminded of while it lasts": {
      given: "0 fail, 5 ok, 10 fail, 15 ok, 20 fail, 50 fail, 79 look, 80 look",
      want: [
        "failure@0",
        "recovery@5 after 5",
        "failure@10",
        "recovery@15 after 5",
        "failure~@20",
        "failure!~@80",
      ],
      policy: {},
    },
  });
});

it("of a job that nobody hears of nothing is told, and what lasts is told as soon as somebody does", () => {
  let state = decideAlerts(QUIET, { condition: "failing", isGood: false, at: 0, run: RUN }, null).state;
  expect(nextReminderAt(state, ALL)).toBeNull();
  const told = decideAlerts(state, { condition: "failing", isGood: false, at: MINUTE, run: RUN }, ALL);
  expect(told.alerts).toMatchObject([{ event: "failure", since: 0, count: 2 }]);
  state = told.state;
  expect(nextReminderAt(state, ALL)).toBe(MINUTE + ALL.remindEveryMs);
});

describe("whatever happens", () => {
  const story = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom("fail", "ok", "miss", "tick", "look")),
    {
      maxLength: 120,
    },
  );
  const policies = fc.record({
    events: fc.constant<readonly AlertEvent[]>(ALL.events),
    after: fc.integer({ min: 1, max: 4 }),
    remindEveryMs: fc.integer({ min: 1, max: 180 }).map((minutes) => minutes * MINUTE),
  });

  it("no condition is told at most three times in an hour but by its reminders, and none recovers untold", () => {
    fc.assert(
      fc.property(story, policies, (gaps, policy) => {
        let minute = 0;
        const steps = gaps.map(([gap, what]): Step => [(minute += gap), what]);
        const told = tell(steps, policy);
        for (const event of ["failure", "missed"]) {
          const at = told.flatMap((each) =>
            new RegExp(`^${event}~?@`).test(each) ? [Number(each.split("@")[1])] : [],
          );
          for (const from of at) {
            expect(at.filter((each) => each >= from && each < from + 60).length).toBeLessThanOrEqual(3);
          }
        }
        const openings = told.filter((each) => /^(failure|missed)~?@/.test(each)).length;
        expect(told.filter((each) => each.startsWith("recovery")).length).toBeLessThanOrEqual(openings);
      }),
      { seed: 20_261_125, numRuns: 500 },
    );
  });
});

describe("a success", () => {
  const policy: AlertPolicy = { ...ALL, events: ["success", "recovery", "failure", "missed"] };

  it("is a run's, not that the cron brings a job again", () => {
    expect(
      tell(
        [
          [0, "miss"],
          [5, "ok"],
          [10, "tick"],
        ],
        policy,
      ),
    ).toEqual(["missed@0", "success@5", "recovery@10 after 10"]);
  });

  it("has not been so since any time, even if runs failed before", () => {
    const occurrence = { condition: "failing", isGood: true, at: MINUTE, run: RUN } as const;
    const failed = decideAlerts(QUIET, { ...occurrence, isGood: false, at: 0 }, { ...policy, after: 2 });
    expect(decideAlerts(failed.state, occurrence, policy).alerts).toEqual([
      {
        event: "success",
        condition: "failing",
        at: MINUTE,
        run: RUN,
        count: 0,
        since: null,
        isReminder: false,
        isFlapping: false,
      },
    ]);
  });
});
