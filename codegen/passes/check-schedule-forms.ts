import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { durationMs } from "../schema/duration.ts";
import type { RawEvery, RawSchedules } from "../schema/raw.ts";
import { isByEnvironment, writtenSchedules } from "../schema/written-schedules.ts";
import { isMap } from "../schema/union.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey, spanOfValue } from "../source/span.ts";
import { builtIn } from "../schema/built-in.ts";
import { periodDays } from "../schema/schedule-times.ts";
import { minutesOfEvery } from "./every-grid.ts";
import { lowerSchedule } from "./lower-schedule.ts";

/** Reports SCH212 (an `every` that leaves no run), SCH213 (how many triggers one takes), SCH218 (keys that do not go together) and SCH301 (no schedule at all). */
export function checkScheduleForms(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const forms = writtenSchedules(raw).flatMap(({ schedule, path }) =>
    typeof schedule !== "string" && "every" in schedule ? checkEvery(document, schedule, path) : [],
  );
  return [...forms, ...emptySchedules(document, raw)];
}

function checkEvery(document: SourceDocument, every: RawEvery, path: Path): Diagnostic[] {
  if (periodDays(every.every) !== null) return checkEveryDays(document, every, path);
  if (every.at !== undefined) {
    const message = "`at` says when an `every` of days or weeks runs; a shorter one runs by its period";
    return [
      diagnostic("SCH218", spanOfKey(document, [...path, "at"]), message, {
        hint: "remove `at`, or use `offset`",
      }),
    ];
  }
  const period = durationMs(every.every) ?? 0;
  if (every.offset !== undefined && (durationMs(every.offset) ?? 0) >= period) {
    const message = `the offset \`${every.offset}\` is not less than the period \`${every.every}\``;
    return [
      diagnostic("SCH212", spanOfValue(document, [...path, "offset"]), message, {
        hint: "an offset moves the grid by less than one period",
      }),
    ];
  }
  if (minutesOfEvery(every).length === 0) {
    const message = `no run of \`every: ${every.every}\` lies between ${every.between}`;
    const hint = "the runs are counted from midnight; move them with `offset`, or name the times with `at`";
    return [diagnostic("SCH212", spanOfValue(document, [...path, "between"]), message, { hint })];
  }
  const triggers = lowerSchedule({ every: every.every, offset: every.offset }, builtIn).length;
  if (triggers < 2) return [];
  const message = `\`every: ${every.every}\` takes ${triggers} cron triggers, as its minutes differ from hour to hour`;
  return [
    diagnostic("SCH213", spanOfValue(document, [...path, "every"]), message, {
      hint: "a period that divides an hour, or whole hours, takes one",
    }),
  ];
}

/** Reports SCH218: an `every` of days or weeks is counted from a date, and takes no part of a day's grid. */
function checkEveryDays(document: SourceDocument, every: RawEvery, path: Path): Diagnostic[] {
  const foreign = (["offset", "between", "days"] as const).filter((key) => every[key] !== undefined);
  const wrong = foreign.map((key) =>
    diagnostic(
      "SCH218",
      spanOfKey(document, [...path, key]),
      `\`${key}\` belongs to an \`every\` of less than a day`,
      {
        hint: "remove it; `at` names the times",
      },
    ),
  );
  if (every.from !== undefined) return wrong;
  const message = `\`every: ${every.every}\` is counted from a date, and \`from\` is missing`;
  return [
    ...wrong,
    diagnostic("SCH218", spanOfValue(document, [...path, "every"]), message, {
      hint:
        periodDays(every.every) === 1
          ? 'write { at: "09:00" } for every day'
          : 'write from: "2026-11-24", the first date',
    }),
  ];
}

function emptySchedules(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const empty = (path: Path) =>
    diagnostic(
      "SCH301",
      spanOfKey(document, path),
      "this schedule is empty: the job would never run by itself",
      {
        hint: "write schedule: manual for a job that only runs by hand",
      },
    );
  return Object.entries(raw.jobs).flatMap(([key, { schedule }]) => {
    const path = ["jobs", key, "schedule"];
    if (isMap(schedule) && Object.keys(schedule).length === 0) return [empty(path)];
    if (!isByEnvironment(schedule))
      return Array.isArray(schedule) && schedule.length === 0 ? [empty(path)] : [];
    return Object.entries(schedule).flatMap(([name, each]) =>
      Array.isArray(each) && each.length === 0 ? [empty([...path, name])] : [],
    );
  });
}
