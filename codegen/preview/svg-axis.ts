import type { EpochMinute } from "../../src/schedule/cron.ts";
import { dayOfMonth, dayText, daysBetween, minutesPerDay, weekdayOf, weekdayText } from "./days.ts";
import type { EpochDay } from "./days.ts";
import { page, pathOf, round, rowMiddle, textAt } from "./svg-scale.ts";
import type { Scale } from "./svg-scale.ts";

/** Narrower days have no room for `Mon 23 Nov`, then for `Mo 23`, then for `23`. */
const minFullDate = 84;
const minWeekday = 46;
const minDate = 18;
/** From one hour that is named to the next. */
const minHourGap = 24;

/** Days and hours behind the rows: weekends shaded, a line at each midnight, and as many hours as there is room for. */
export function drawAxis(
  fromMinute: EpochMinute,
  untilMinute: EpochMinute,
  { perMinute, x }: Scale,
  rows: number,
): string[] {
  const top = page.top - 8;
  const bottom = rowMiddle(rows) - page.row / 2;
  const step = [1, 2, 3, 6, 12].find((hours) => hours * 60 * perMinute >= minHourGap) ?? 24;
  const days = daysBetween(fromMinute, untilMinute).map((day) => ({
    day,
    start: Math.max(fromMinute, day * minutesPerDay),
    end: Math.min(untilMinute, (day + 1) * minutesPerDay),
  }));
  const weekends = days.filter(({ day }) => [0, 6].includes(weekdayOf(day)));
  const midnights = days.slice(1).map(({ start }) => `M${x(start)} 66V${bottom}`);
  const hours = days.flatMap(({ day }) =>
    Array.from({ length: 24 / step - 1 }, (_, index) => ({
      hour: (index + 1) * step,
      minute: day * minutesPerDay + (index + 1) * step * 60,
    })).filter(({ minute }) => minute > fromMinute && minute < untilMinute),
  );
  return [
    ...weekends.map(
      ({ start, end }) =>
        `<rect class="weekend" x="${x(start)}" y="66" width="${round(x(end) - x(start))}" height="${bottom - 66}" />`,
    ),
    ...pathOf(
      "hour",
      hours.map(({ minute }) => `M${x(minute)} ${top}V${bottom}`),
    ),
    ...pathOf("day", midnights),
    ...days.flatMap(({ day, start, end }) => {
      const middle = (x(start) + x(end)) / 2;
      const dayPixels = (end - start) * perMinute;
      // A sliver of a day at an end has no room for its date.
      if (dayPixels < minDate) return [];
      const date = textAt(middle, 82, "date", dateText(day, dayPixels));
      return step < 24 ? [date] : [date, textAt(middle, 98, "clock", weekdayText(day).slice(0, 2))];
    }),
    ...hours.map(({ hour, minute }) => textAt(x(minute), 98, "clock", String(hour).padStart(2, "0"))),
  ];
}

/** As much of `Mon 23 Nov` as there is room for. */
function dateText(day: EpochDay, dayPixels: number): string {
  if (dayPixels >= minFullDate) return dayText(day);
  return dayPixels >= minWeekday
    ? `${weekdayText(day).slice(0, 2)} ${dayOfMonth(day)}`
    : String(dayOfMonth(day));
}
