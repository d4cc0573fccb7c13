import type { EpochMinute } from "../../src/schedule/cron.ts";
import { nextAfter, parseCron } from "../../src/schedule/cron.ts";
import type { Trigger } from "../compiled.ts";

/**
 * New triggers are to arrive within 15 minutes, and were seen to take up to 30.
 * @see https://developers.cloudflare.com/workers/configuration/cron-triggers/
 */
const arrivalMinutes = 30;

/** A trigger, and the first of its minutes at which it must have arrived. */
export interface FirstFire {
  readonly trigger: Trigger;
  readonly minute: EpochMinute;
}

/** Of the triggers that were not live before, the one that must have fired first; null where there is no new one. */
export function firstNewTrigger(
  triggers: readonly Trigger[],
  live: readonly string[],
  nowMinute: EpochMinute,
): FirstFire | null {
  const fires = triggers
    .filter(({ cron }) => !live.includes(cron))
    .flatMap((trigger): FirstFire[] => {
      const parsed = parseCron(trigger.cron);
      const minute = parsed.ok ? nextAfter(parsed.cron, nowMinute + arrivalMinutes - 1) : null;
      return minute === null ? [] : [{ trigger, minute }];
    });
  return fires.toSorted((a, b) => a.minute - b.minute)[0] ?? null;
}
