import type { Almanac, ScheduleRule } from "../../src/job-map.ts";
import type { EpochMinute } from "../../src/schedule/cron.ts";
import { isDue } from "../../src/schedule/due.ts";
import { firstPassOf, lastPassOf, offsetAt } from "../../src/schedule/zone.ts";

/** What a change of the clocks did to a run; `both`: it runs in both passes of a repeated time. */
export type Moved = "shifted" | "first" | "last" | "both";

/** A run on the clock that it is written for. */
export interface Moment {
  readonly minute: EpochMinute;
  /** IANA name, or UTC. */
  readonly zone: string;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly moved: Moved | null;
}

/** The run of these rules at a minute at which one of them holds; of several the first. */
export function momentOf(rules: readonly ScheduleRule[], almanac: Almanac, minute: EpochMinute): Moment {
  const rule = rules.find((each) => isDue([each], minute, almanac));
  const zone = rule?.zone === undefined ? undefined : almanac.zones[rule.zone];
  if (!rule?.zone || !zone) return { minute, zone: "UTC", offset: 0, moved: null };
  const offset = offsetAt(zone, minute);
  const local = minute + offset;
  const moment = { minute, zone: rule.zone, offset };
  if (rule.isInterval) return { ...moment, moved: null };
  const { zone: _zone, gap: _gap, repeat: _repeat, ...clock } = rule;
  // Read as UTC, the rule says which local times are written.
  if (!isDue([clock], local, almanac)) return { ...moment, moved: "shifted" };
  const [first, last] = [firstPassOf(zone, local), lastPassOf(zone, local)];
  if (first === last) return { ...moment, moved: null };
  return { ...moment, moved: rule.repeat ?? "first" };
}
