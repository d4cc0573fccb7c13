import type { Cron } from "../../src/schedule/cron.ts";

/** Minutes of the hour that a cron expression names, ascending. */
export function minutesOf({ minutesLow, minutesHigh }: Cron): number[] {
  return range(60).filter(
    (minute) => ((minute < 32 ? minutesLow >>> minute : minutesHigh >>> (minute - 32)) & 1) === 1,
  );
}

/** Hours of the day that a cron expression names, ascending. */
export function hoursOf({ hours }: Cron): number[] {
  return range(24).filter((hour) => ((hours >>> hour) & 1) === 1);
}

/** Minutes of the day that a cron expression names, ascending: each of its minutes in each of its hours. */
export function minutesOfDay(cron: Cron): number[] {
  const minutes = minutesOf(cron);
  return hoursOf(cron).flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
