import * as fc from "fast-check";
import { expect, it } from "vitest";
import { givenMinutes, wakesOf } from "../../../codegen/proof/given-minutes.ts";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import { matches, parseCron, type EpochMinute } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { isoOf, minuteOf } from "../../src/schedule/support/instant.ts";
import { zoneOf } from "./support/context.ts";

const LONDON = "Europe/London";
const ALMANAC: Almanac = { zones: { [LONDON]: zoneOf(LONDON) }, dates: {} };

const crons = fc
  .tuple(
    fc.constantFrom("*", "*/7", "0", "0,59", "30-50/10"),
    fc.constantFrom("*", "*/2", "0", "0,23", "22-23", "1-3"),
    fc.constantFrom("* * *", "* * MON-FRI", "* * SUN", "1 * *", "L * *", "28-31 3,10 *"),
  )
  .map((fields) => fields.join(" "));
const rules: fc.Arbitrary<ScheduleRule> = fc.record(
  { cron: crons, zone: fc.constant(LONDON) },
  { requiredKeys: ["cron"] },
);
/** Around the change of London's clocks in March; both ends lie anywhere in a day. */
const stretches = fc.tuple(
  fc.integer({ min: minuteOf("2027-03-25T00:00Z"), max: minuteOf("2027-03-29T00:00Z") }),
  fc.integer({ min: 1, max: 4 * 1440 }),
);

/** Asks each minute of each trigger, as it comes to the Worker. */
function minuteByMinute(
  asked: readonly ScheduleRule[],
  triggers: readonly string[],
  from: EpochMinute,
  until: EpochMinute,
): EpochMinute[] {
  const parsed = triggers.map((text) => {
    const result = parseCron(text);
    if (!result.ok) throw new Error(text);
    return result.cron;
  });
  const given: EpochMinute[] = [];
  for (let minute = from; minute < until; minute++) {
    if (!isDue(asked, minute, ALMANAC)) continue;
    const fired = parsed.filter((cron) => matches(cron, minute)).map(({ text }) => text);
    for (const [index, text] of fired.entries())
      if (fired.slice(0, index).every((earlier) => earlier === text)) given.push(minute);
  }
  return given;
}

it("what is given is what the Worker runs, minute by minute", () => {
  let found = 0;
  const lists = [fc.array(rules, { maxLength: 2 }), fc.array(crons, { minLength: 1, maxLength: 3 })] as const;
  fc.assert(
    fc.property(...lists, stretches, (asked, triggers, [from, length]) => {
      const until = from + length;
      const given = givenMinutes(
        asked,
        triggers.map((text) => wakesOf(text, from, until)),
        ALMANAC,
      );
      found += given.length;
      expect(given.map(isoOf)).toEqual(minuteByMinute(asked, triggers, from, until).map(isoOf));
    }),
    { numRuns: 300 },
  );
  expect(found, "minutes that were given").toBeGreaterThan(0);
});

it("an expression that stands twice gives its minutes twice", () => {
  const day = [minuteOf("2027-03-26T00:00Z"), minuteOf("2027-03-27T00:00Z")] as const;
  const wakes = wakesOf("6 2 * * *", ...day);
  expect(givenMinutes([{ cron: "6 2 * * *" }], [wakes, wakes], ALMANAC).map(isoOf)).toEqual(
    ["2027-03-26T02:06Z", "2027-03-26T02:06Z"].map((text) => isoOf(minuteOf(text))),
  );
});
