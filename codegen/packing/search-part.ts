import { countWakes, join, wakesOf, type Cover, type DayFields } from "./cover.ts";

/** A part as the local search sees it: it can tell at once what would be left of it without a member. */
export interface SearchPart {
  readonly members: readonly number[];
  readonly cover: Cover;
  readonly wakes: number;
  /** What at least two members have, so that it stays whoever goes. */
  readonly shared: Cover;
  /** How many members have which day fields. */
  readonly dayFields: ReadonlyMap<DayFields | null, number>;
}

/** @param members at least one, indexes into `covers` */
export function searchPart(covers: readonly Cover[], members: readonly number[]): SearchPart {
  let cover: Cover | null = null;
  let shared = NOTHING;
  const dayFields = new Map<DayFields | null, number>();
  for (const member of members) {
    const single = covers[member] ?? NOTHING;
    dayFields.set(single.dayFields, (dayFields.get(single.dayFields) ?? 0) + 1);
    if (cover !== null) shared = join(shared, common(cover, single));
    cover = cover === null ? single : join(cover, single);
  }
  const whole = cover ?? NOTHING;
  return { members, cover: whole, wakes: wakesOf(whole), shared, dayFields };
}

/** The wakes of a part of at least two members without this one. */
export function wakesWithout({ cover, shared, dayFields }: SearchPart, single: Cover): number {
  return countWakes(
    (cover.minutesLow & ~single.minutesLow) | shared.minutesLow,
    (cover.minutesHigh & ~single.minutesHigh) | shared.minutesHigh,
    (cover.hours & ~single.hours) | shared.hours,
    (cover.months & ~single.months) | shared.months,
    (cover.weekdays & ~single.weekdays) | shared.weekdays,
    (cover.dates & ~single.dates) | shared.dates,
    dayFieldsWithout(dayFields, single.dayFields),
  );
}

function dayFieldsWithout(
  counts: ReadonlyMap<DayFields | null, number>,
  leaving: DayFields | null,
): DayFields | null {
  if (counts.size > 2) return null;
  let left: DayFields | null = null;
  for (const [dayFields, count] of counts) {
    if (dayFields === leaving && count === 1) continue;
    if (left !== null) return null;
    left = dayFields;
  }
  return left;
}

const NOTHING: Cover = {
  minutesLow: 0,
  minutesHigh: 0,
  hours: 0,
  months: 0,
  weekdays: 0,
  dates: 0,
  dayFields: null,
};

function common(one: Cover, other: Cover): Cover {
  return {
    minutesLow: one.minutesLow & other.minutesLow,
    minutesHigh: one.minutesHigh & other.minutesHigh,
    hours: one.hours & other.hours,
    months: one.months & other.months,
    weekdays: one.weekdays & other.weekdays,
    dates: one.dates & other.dates,
    dayFields: null,
  };
}
