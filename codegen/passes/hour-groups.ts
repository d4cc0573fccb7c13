/**
 * Minute and hour fields that together name these minutes of a day, ascending: one pair for all hours with the same
 * minutes.
 */
export function hourGroups(minutes: readonly number[]): string[] {
  const hours = Map.groupBy(minutes, (minute) => Math.floor(minute / 60));
  const groups = Map.groupBy(hours.entries(), ([, ofHour]) => ofHour.map((minute) => minute % 60).join(","));
  return Array.from(
    groups,
    ([minuteField, members]) => `${minuteField} ${members.map(([hour]) => hour).join(",")}`,
  );
}
