import * as fc from "fast-check";
import type { Preview } from "../../../../codegen/preview/preview.ts";

const fromMinute = Date.UTC(2026, 10, 23) / 60_000;

/** Previews of up to three days and five jobs: sparse ones and bars, moved runs, names of any characters. */
export const previews: fc.Arbitrary<Preview> = fc
  .record({ start: fc.nat(1440), length: fc.integer({ min: 1, max: 3 * 1440 }) })
  .chain(({ start, length }) => {
    const minutes = fc.oneof(
      fc.uniqueArray(fc.nat(length - 1), { maxLength: 12 }),
      fc.integer({ min: 5, max: 90 }).map((step) => {
        return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
      }),
    );
    const moved = fc.constantFrom(null, null, null, "shifted", "first", "last", "both");
    const job = fc.record({
      key: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,40}$/),
      name: fc.string({ unit: "binary", maxLength: 60 }),
      zone: fc.constantFrom("UTC", "Asia/Kathmandu"),
      words: fc.constantFrom("at 09:00 every day", "every 5 minutes"),
      description: fc.string({ unit: "binary", maxLength: 60 }),
      runs: fc.tuple(minutes, moved).map(([found, move]) =>
        found
          .toSorted((a, b) => a - b)
          .map((minute, index) => ({
            minute: fromMinute + start + minute,
            offset: 345,
            moved: index === 1 ? move : null,
          })),
      ),
    });
    return fc.uniqueArray(job, { maxLength: 5, selector: ({ key }) => key }).map((jobs) => ({
      environment: "production",
      fromMinute: fromMinute + start,
      untilMinute: fromMinute + start + length,
      jobs,
    }));
  });

/** Minutes at which two jobs or more run, found by counting. */
export function meetingMinutes({ fromMinute: from, untilMinute, jobs }: Preview): number[] {
  const sets = jobs.map(({ runs }) => new Set(runs.map(({ minute }) => minute)));
  return Array.from({ length: untilMinute - from }, (_, index) => from + index).filter(
    (minute) => sets.filter((set) => set.has(minute)).length > 1,
  );
}
