import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../schema/did-you-mean.ts";
import type { RawSchedules } from "../schema/raw.ts";
import { scheduleKeys } from "../schema/schedule.ts";
import { listed } from "../schema/texts.ts";
import { isByEnvironment } from "../schema/written-schedules.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";

/** Reports SCH114 (an environment that the file does not have) and SCH115 (a name that is a schedule's key). */
export function checkEnvironmentNames(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  const names = Object.keys(raw.environments);
  const unknown = (path: Path, name: string, inSchedule: boolean) => {
    const hint = didYouMean(name, inSchedule ? [...names, ...scheduleKeys] : names);
    const message = `there is no environment \`${name}\` in this file: it has ${listed(names)}`;
    return diagnostic("SCH114", spanOfKey(document, path), message, { hint });
  };
  const reserved = names
    .filter((name) => scheduleKeys.some((key) => key === name))
    .map((name) => {
      const message = `an environment can't be named \`${name}\`: a schedule has a key of that name`;
      return diagnostic("SCH115", spanOfKey(document, ["environments", name]), message, {
        hint: "choose another name",
      });
    });
  const used = Object.entries(raw.jobs).flatMap(([key, { schedule, overrides = {} }]) => [
    ...(isByEnvironment(schedule) ? Object.keys(schedule) : [])
      .filter((name) => !Object.hasOwn(raw.environments, name))
      .map((name) => unknown(["jobs", key, "schedule", name], name, true)),
    ...Object.keys(overrides)
      .filter((name) => !Object.hasOwn(raw.environments, name))
      .map((name) => unknown(["jobs", key, "overrides", name], name, false)),
  ]);
  return [...reserved, ...used];
}
