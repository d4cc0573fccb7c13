import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Almanac, ScheduleRule } from "../../../src/job-map.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { isDue } from "../../../src/schedule/due.ts";
import { isoOf } from "./support/instant.ts";
import { minuteOfZoned, temporalZone } from "./support/temporal-zone.ts";

/** Local dates on which the clocks skip or repeat times, and ordinary ones. */
const DAYS: readonly { zone: string; dates: readonly string[]; ordinary?: readonly string[] }[] = [
  { zone: "Europe/London", dates: ["2026-03-29", "2026-10-25"] },
  { zone: "America/New_York", dates: ["2026-03-08", "2026-11-01"] },
  { zone: "Australia/Sydney", dates: ["2026-04-05", "2026-10-04"] },
  { zone: "Australia/Lord_Howe", dates: ["2026-04-05", "2026-10-04"] },
  { zone: "Asia/Kathmandu", dates: [], ordinary: ["2026-06-01"] },
  { zone: "Africa/Cairo", dates: ["2026-04-24", "2026-10-29"] },
  { zone: "Asia/Beirut", dates: ["2026-03-29", "2026-10-24"] },
  { zone: "Africa/Casablanca", dates: ["2025-02-23", "2025-04-06"] },
  { zone: "Pacific/Kiritimati", dates: [], ordinary: ["2026-06-01"] },
  { zone: "Pacific/Pago_Pago", dates: [], ordinary: ["2026-06-01"] },
  { zone: "Pacific/Apia", dates: ["2011-12-30"], ordinary: ["2011-12-29", "2011-12-31"] },
];
const POLICIES: readonly Pick<ScheduleRule, "gap" | "repeat">[] = [
  {},
  { repeat: "last" },
  { repeat: "both" },
  { gap: "skip" },
  { gap: "skip", repeat: "last" },
  { gap: "skip", repeat: "both" },
];
const CASES = DAYS.flatMap(({ zone, dates, ordinary = [] }) => [
  ...dates.map((date) => ({ zone, date, isChanging: true })),
  ...ordinary.map((date) => ({ zone, date, isChanging: false })),
]);
const ALMANAC: Almanac = {
  zones: Object.fromEntries(DAYS.map(({ zone }) => [zone, temporalZone(zone, "2011-01-01", "2028-01-01")])),
  dates: {},
};

interface Resolved {
  readonly kind: "once" | "skipped" | "repeated";
  /** Of a skipped time both are shifted ones. */
  readonly earlier: EpochMinute;
  readonly later: EpochMinute;
}

function resolve(written: Temporal.PlainDateTime, zone: string): Resolved {
  const instant = (disambiguation: "earlier" | "later" | "reject") =>
    written.toZonedDateTime(zone, { disambiguation });
  try {
    const once = minuteOfZoned(instant("reject"));
    return { kind: "once", earlier: once, later: once };
  } catch {
    const [earlier, later] = [instant("earlier"), instant("later")];
    return {
      kind: earlier.toPlainDateTime().equals(written) ? "repeated" : "skipped",
      earlier: minuteOfZoned(earlier),
      later: minuteOfZoned(later),
    };
  }
}

/** What Temporal's disambiguations make of our policies. */
function expected({ kind, earlier, later }: Resolved, { gap, repeat }: ScheduleRule): EpochMinute[] {
  if (kind === "once") return [earlier];
  if (kind === "skipped") return gap === "skip" ? [] : [later]; // `compatible` is the later of the two
  if (repeat === "both") return [earlier, later];
  return [repeat === "last" ? later : earlier];
}

/** The zone's distinct offsets: instants around each are asked, the others by the test after it. */
function offsetsOf(zone: string): Set<number> {
  const { first = 0, changes = [] } = ALMANAC.zones[zone] ?? {};
  return new Set([first, ...changes.map(([, offset]) => offset)]);
}

function minutesOfDate(date: string): Temporal.PlainDateTime[] {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime();
  return Array.from({ length: 1440 }, (_, minutes) => midnight.add({ minutes }));
}

describe("isDue on the days of a change", () => {
  it.each(CASES)("holds each time of $date in $zone where Temporal puts it", ({ zone, date }) => {
    const wrong: string[] = [];
    const offsets = offsetsOf(zone);
    for (const written of minutesOfDate(date)) {
      const resolved = resolve(written, zone);
      const { hour, minute, day, month } = written;
      const cron = `${minute} ${hour} ${day} ${month} *`;
      const utc = minuteOfZoned(written.toZonedDateTime("UTC"));
      for (const policy of POLICIES) {
        const rule: ScheduleRule = { cron, zone, ...policy };
        const want = expected(resolved, rule);
        for (const offset of offsets) {
          for (let instant = utc - offset - 120; instant <= utc - offset + 120; instant += 30) {
            if (isDue([rule], instant, ALMANAC) === want.includes(instant)) continue;
            wrong.push(`${cron} ${JSON.stringify(policy)} at ${isoOf(instant)}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(CASES)("holds nothing else of $date in $zone", ({ zone, date }) => {
    const times = minutesOfDate(date).map((written) => resolve(written, zone));
    const { day, month } = Temporal.PlainDate.from(date);
    const utc = minuteOfZoned(Temporal.PlainDate.from(date).toZonedDateTime("UTC"));
    for (const policy of POLICIES) {
      const rule: ScheduleRule = { cron: `* * ${day} ${month} *`, zone, ...policy };
      const due: EpochMinute[] = [];
      for (let instant = utc - 2880; instant < utc + 4320; instant++) {
        if (isDue([rule], instant, ALMANAC)) due.push(instant);
      }
      const want = new Set(times.flatMap((each) => expected(each, rule)));
      expect(due, JSON.stringify(policy)).toEqual([...want].toSorted((one, other) => one - other));
    }
  });

  it.each(CASES)("follows the clock face of $date in $zone with an interval", ({ zone, date }) => {
    const rule: ScheduleRule = { cron: "20,50 */2 * * *", zone, isInterval: true };
    const start = minuteOfZoned(Temporal.PlainDate.from(date).toZonedDateTime("UTC")) - 1440;
    for (let instant = start; instant < start + 4320; instant += 5) {
      const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(instant * 60_000).toZonedDateTimeISO(
        zone,
      );
      const want = (minute === 20 || minute === 50) && hour % 2 === 0;
      expect(isDue([rule], instant, ALMANAC), isoOf(instant) ?? "").toBe(want);
    }
  });

  it.each(CASES)("knows whether $date in $zone has such times", ({ zone, date, isChanging }) => {
    const kinds = minutesOfDate(date).map((written) => resolve(written, zone).kind);
    expect(kinds.some((kind) => kind !== "once")).toBe(isChanging);
  });
});
