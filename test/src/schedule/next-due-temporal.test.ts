import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { nextDue, previousDue } from "../../../src/schedule/next-due.ts";
import { minuteOfZoned, temporalZone } from "./support/temporal-zone.ts";

const ZONES = [
  "Europe/London",
  "America/New_York",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Asia/Beirut",
  "Africa/Casablanca",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
];
/** Each is skipped or repeated in one of the zones. */
const TIMES = ["00:00", "01:45", "02:15", "02:30", "03:00"];
const POLICIES: readonly Pick<ScheduleRule, "gap" | "repeat">[] = [
  {},
  { repeat: "last" },
  { repeat: "both" },
  { gap: "skip" },
];
const FIRST = Temporal.PlainDate.from("2026-01-01");
const ALMANAC: Almanac = {
  zones: Object.fromEntries(ZONES.map((zone) => [zone, temporalZone(zone, "2025-01-01", "2041-01-01")])),
  dates: {},
};

interface Occurrence {
  readonly isSkipped: boolean;
  readonly earlier: EpochMinute;
  /** Of a time that comes once the same as `earlier`. */
  readonly later: EpochMinute;
}

/** A local time on each date of 2026, as Temporal has it. */
function occurrences(time: string, zone: string): Occurrence[] {
  const found: Occurrence[] = [];
  for (let date = FIRST; date.year === 2026; date = date.add({ days: 1 })) {
    const written = date.toPlainDateTime(time);
    const earlier = written.toZonedDateTime(zone, { disambiguation: "earlier" });
    const later = written.toZonedDateTime(zone, { disambiguation: "later" });
    found.push({
      isSkipped: !later.toPlainDateTime().equals(written),
      earlier: minuteOfZoned(earlier),
      later: minuteOfZoned(later),
    });
  }
  return found;
}

/** What Temporal's disambiguations make of our policies: for a skipped time, `compatible` is the later. */
function instantsOf({ isSkipped, earlier, later }: Occurrence, { gap, repeat }: ScheduleRule): EpochMinute[] {
  if (isSkipped) return gap === "skip" ? [] : [later];
  if (repeat === "both") return [...new Set([earlier, later])];
  return [repeat === "last" ? later : earlier];
}

describe.each(ZONES)("a daily time in %s", (zone) => {
  it.each(TIMES)("%s comes when Temporal says, over a year, both ways", (time) => {
    const [hour, minute] = time.split(":").map(Number);
    const year = occurrences(time, zone);
    for (const policy of POLICIES) {
      const rule: ScheduleRule = { cron: `${minute} ${hour} * * *`, zone, ...policy };
      const want = year.flatMap((each) => instantsOf(each, rule));
      const [first = NaN, last = NaN] = [want[0], want.at(-1)];
      const forwards = [first];
      while (forwards.length < want.length) {
        forwards.push(nextDue([rule], forwards.at(-1) ?? NaN, ALMANAC) ?? NaN);
      }
      expect(forwards, JSON.stringify(policy)).toEqual(want);
      const backwards = [last];
      while (backwards.length < want.length) {
        backwards.push(previousDue([rule], backwards.at(-1) ?? NaN, ALMANAC) ?? NaN);
      }
      expect(backwards, JSON.stringify(policy)).toEqual(want.toReversed());
    }
  });
});
