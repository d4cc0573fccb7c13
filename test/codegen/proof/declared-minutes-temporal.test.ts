import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { declaredMinutes, type ScheduleContext } from "../../../codegen/proof/declared-minutes.ts";
import type { RawSchedule } from "../../../codegen/schema/raw.ts";
import type { EpochMinute } from "../../../src/schedule/cron.ts";
import { isoOf, minuteOf } from "../../src/schedule/support/instant.ts";
import { minuteOfZoned } from "../../src/schedule/support/temporal-zone.ts";
import { contextIn, zoneOf } from "./support/context.ts";

const ZONES = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
];
const POLICIES: readonly ScheduleContext["dst"][] = (["shift", "skip"] as const).flatMap((gap) =>
  (["first", "last", "both"] as const).map((repeat) => ({ gap, repeat })),
);
const FROM = minuteOf("2026-01-01T00:00Z");
const UNTIL = minuteOf("2027-01-01T00:00Z");
/** Some days more than the year, as no zone's year is UTC's. */
const DATES = Array.from({ length: 371 }, (_, days) => Temporal.PlainDate.from("2025-12-29").add({ days }));

/** Schedules of the calendar, with their dates and times as a person would say them. */
const TIMES: readonly {
  given: RawSchedule;
  isOn: (date: Temporal.PlainDate) => boolean;
  times: readonly string[];
}[] = [
  { given: "30 2 * * *", isOn: () => true, times: ["02:30"] },
  { given: { at: ["00:00", "00:30", "23:59"] }, isOn: () => true, times: ["00:00", "00:30", "23:59"] },
  { given: { at: "01:45", days: "weekdays" }, isOn: ({ dayOfWeek }) => dayOfWeek <= 5, times: ["01:45"] },
  { given: "15 2 * * SUN", isOn: ({ dayOfWeek }) => dayOfWeek === 7, times: ["02:15"] },
  {
    given: "0,30 0-3 * 2-4,OCT-NOV SAT-SUN",
    isOn: ({ dayOfWeek, month }) => dayOfWeek >= 6 && [2, 3, 4, 10, 11].includes(month),
    times: ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"],
  },
  {
    given: { at: "02:00", days: { last: "sun" } },
    isOn: (date) => date.dayOfWeek === 7 && date.add({ weeks: 1 }).month !== date.month,
    times: ["02:00"],
  },
  {
    given: "5 1 LW * *",
    isOn: (date) => {
      const left = Array.from({ length: date.daysInMonth - date.day }, (_, index) =>
        date.add({ days: index + 1 }),
      );
      return date.dayOfWeek <= 5 && left.every(({ dayOfWeek }) => dayOfWeek > 5);
    },
    times: ["01:05"],
  },
  {
    given: { every: "3d", from: "2026-01-04", at: "02:59", except: ["2026-03-29"] },
    isOn: (date) => {
      const { days } = Temporal.PlainDate.from("2026-01-04").until(date);
      return days >= 0 && days % 3 === 0 && date.toString() !== "2026-03-29";
    },
    times: ["02:59"],
  },
  { given: { every: "2h", between: "00:00-04:00" }, isOn: () => true, times: ["00:00", "02:00", "04:00"] },
];

/** Intervals, with the local times that they name. All are whole quarters of an hour, as are all offsets here. */
const INTERVALS: readonly { given: RawSchedule; isNamed: (local: Temporal.ZonedDateTime) => boolean }[] = [
  { given: "*/15 * * * *", isNamed: () => true },
  { given: { every: "1h", offset: "30m" }, isNamed: ({ minute }) => minute === 30 },
  {
    given: { cron: "*/30 1-2 * * *", until: "2026-10-25T01:30" },
    isNamed: (local) =>
      local.minute % 30 === 0 &&
      (local.hour === 1 || local.hour === 2) &&
      Temporal.PlainDateTime.compare(local.toPlainDateTime(), "2026-10-25T01:30") <= 0,
  },
  {
    // The part after midnight belongs to the Saturday or Sunday before.
    given: { every: "15m", between: "23:00-02:15", days: "weekends" },
    isNamed: (local) => {
      const time = local.hour * 60 + local.minute;
      return (time >= 1380 && local.dayOfWeek >= 6) || (time <= 135 && [7, 1].includes(local.dayOfWeek));
    },
  },
];

describe.each(ZONES)("a year in %s, beside Temporal", (zone) => {
  it.each(TIMES)("$given", ({ given, isOn, times }) => {
    const dates = DATES.filter(isOn);
    const resolved = dates.flatMap((date) => times.map((time) => resolve(date.toPlainDateTime(time), zone)));
    for (const policy of POLICIES) {
      const minutes = resolved.flatMap((each) => runs(each, policy));
      const inYear = minutes.filter((minute) => minute >= FROM && minute < UNTIL);
      const want = [...new Set(inYear)].toSorted((one, other) => one - other).map(isoOf);
      expect(declared(given, zone, policy), JSON.stringify(policy)).toEqual(want);
    }
  });

  it("intervals", () => {
    const quarters = Array.from({ length: (UNTIL - FROM) / 15 }, (_, index) => {
      const minute = FROM + 15 * index;
      return {
        minute,
        local: Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toZonedDateTimeISO(zone),
      };
    });
    for (const { given, isNamed } of INTERVALS) {
      const want = quarters.filter(({ local }) => isNamed(local)).map(({ minute }) => isoOf(minute));
      expect(declared(given, zone, { gap: "skip", repeat: "last" }), JSON.stringify(given)).toEqual(want);
    }
  });
});

function declared(given: RawSchedule, zone: string, dst: ScheduleContext["dst"]): (string | null)[] {
  return declaredMinutes(given, contextIn(zoneOf(zone), dst), FROM, UNTIL).map(isoOf);
}

interface Resolved {
  /** Whether the clocks show the time; of a skipped one both instants are shifted. */
  readonly isShown: boolean;
  readonly earlier: EpochMinute;
  readonly later: EpochMinute;
}

function resolve(written: Temporal.PlainDateTime, timeZone: string): Resolved {
  const earlier = written.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = written.toZonedDateTime(timeZone, { disambiguation: "later" });
  const isShown = earlier.toPlainDateTime().equals(written);
  return { isShown, earlier: minuteOfZoned(earlier), later: minuteOfZoned(later) };
}

/** What Temporal's disambiguations make of our policies. */
function runs({ isShown, earlier, later }: Resolved, { gap, repeat }: ScheduleContext["dst"]): EpochMinute[] {
  if (!isShown) return gap === "skip" ? [] : [later]; // `compatible` is the later of the two
  if (repeat === "both") return [...new Set([earlier, later])];
  return [repeat === "last" ? later : earlier];
}
