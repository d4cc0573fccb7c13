import { builtIn } from "./built-in.ts";
import { duration } from "./duration.ts";
import { lockName } from "./names.ts";
import { dateOrTime } from "./schedule-dates.ts";
import { oneOf, textThat } from "./texts.ts";
import { isMap, map, union } from "./union.ts";

/** `none`, or a word that was most likely meant as it. */
const noneLike = /^(none|no|off|never|false)$/i;

const within = duration("How long after its time a run that did not start is still made up.", {
  min: "1m",
  max: "30d",
  unit: "m",
  example: "6h",
  hint: "write none to make nothing up; 30d is as far back as the ledger remembers",
});

const catchUp = union(
  [
    oneOf(["none"], "Nothing is made up."),
    within,
    map({
      within,
      runs: oneOf(
        ["latest", "all"],
        "Of several missed runs: the latest alone, or each, oldest first.",
        builtIn.catchUp.runs,
      ).optional(),
    }),
  ],
  (value) => (isMap(value) ? 2 : noneLike.test(String(value)) ? 0 : 1),
).meta({
  description:
    "How long a run that did not start is still made up: a duration, { within: 6h, runs: all }, or none. The job's shortest period, at most 1h, if left out.",
});

const completion = union(
  [
    oneOf(["none"], "The answer ends a run, a 202 as well."),
    map({
      within: duration("How long after its 202 a run that has not been completed is lost.", {
        min: "1s",
        max: "24h",
        unit: "m",
        example: "2h",
      }),
    }),
  ],
  (value) => (noneLike.test(String(value)) ? 0 : 1),
).meta({
  description:
    "After a 202 the run goes on until the backend calls POST /runs/:id/complete, and is lost where it does not in time: { within: 2h }, or none.",
});

const pause = union(
  [
    oneOf(["none"], "Not paused, whatever the defaults say."),
    map({
      reason: textThat({ description: "Why, for whoever reads it next: every check shows it." }, (value) =>
        value.trim() === ""
          ? { code: "SCH104", message: "the reason is empty", hint: "write why nothing is to run for now" }
          : null,
      ),
      until: dateOrTime(
        "The local date or time, in the job's zone, at which it runs again; until the line goes if left out.",
      ).optional(),
    }),
  ],
  (value) => (noneLike.test(String(value)) ? 0 : 1),
).meta({
  description:
    'No scheduled runs for now, runs by hand work: { reason: "the backend moves", until: "2026-12-01" }, or none.',
});

/** The settings that the Worker's ledger acts on: what ran, what runs, what should have run. */
export const ledgerShape = {
  overlap: oneOf(
    ["skip", "wait", "allow"],
    "A run that is due while its lock is held: is dropped, starts when the lock is free, or runs beside it.",
    builtIn.overlap,
  ).optional(),
  catchUp: catchUp.optional(),
  lock: lockName.optional(),
  completion: completion.optional(),
  pause: pause.optional(),
};
