import { durationMs, durationText } from "../schema/duration.ts";
import type { ConvertedCron } from "./convert-cron.ts";
import { check, note } from "./found.ts";

const sameAs: Readonly<Record<string, string>> = {
  "@midnight": "@daily",
  "@annually": "@yearly",
  "@every_minute": "* * * * *",
};

/** `@midnight`, `@every 90m` and their like; null for all that is read as it stands. */
export function convertShorthand(text: string): ConvertedCron | null {
  const name = text.toLowerCase();
  const cron = Object.hasOwn(sameAs, name) ? sameAs[name] : undefined;
  if (cron !== undefined) return { schedules: [{ cron }], remarks: [] };
  if (name === "@reboot") {
    const remark = check(
      "`@reboot` runs when a machine starts, which a Worker never does. What it starts needs a place of its own.",
    );
    return { schedules: [], remarks: [remark] };
  }
  const [, period] = /^@every\s+(\S+)$/.exec(name) ?? [];
  return period === undefined ? null : convertPeriod(text, period);
}

/** A duration of Go, as robfig/cron takes it. A period that does not divide a day has no place in a day here. */
function convertPeriod(text: string, period: string): ConvertedCron {
  const parts = period.match(/\d+(?:h|m|s)/g) ?? [];
  const ms = parts.reduce((sum, part) => sum + (durationMs(part) ?? 0), 0);
  if (parts.join("") !== period || ms < 60_000 || 86_400_000 % ms !== 0 || ms % 60_000 !== 0)
    return {
      schedules: [],
      remarks: [check(`\`${text}\` is no whole number of minutes that divides a day.`)],
    };
  if (ms === 86_400_000)
    return {
      schedules: [{ cron: "@daily" }],
      remarks: [check(`\`${text}\` counts from when it was set up: midnight is written here.`)],
    };
  return {
    schedules: [{ every: durationText(ms) }],
    remarks: [note(`\`${text}\` counts from when it was set up, \`every\` from midnight.`)],
  };
}
