import type { EnvironmentMap } from "../job-map.ts";
import { lockOf, settingsOf } from "../settings.ts";
import type { Watch, WatchedJob } from "./draft.ts";

/** What the ledger watches of an environment's jobs. */
export function watchedJobs({ jobs, defaults }: EnvironmentMap): Watch["jobs"] {
  const entries = Object.entries(jobs).map(([key, definition]): [string, WatchedJob] => {
    const settings = settingsOf(definition, defaults);
    const rules = settings.enabled ? definition.schedule : [];
    return [key, { key, definition, settings, lock: lockOf(key, definition), rules }];
  });
  return new Map(entries);
}
