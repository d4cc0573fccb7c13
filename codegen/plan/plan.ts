import type { EpochMinute } from "../../src/schedule/cron.ts";

/**
 * What one version of the schedules does that another does not: plain data, which the printers and programs read. What
 * is the same on both sides is left out.
 */
export interface Plan {
  /** Two versions of a file, or two environments of one: only a version is deployed in the place of another. */
  readonly kind: "versions" | "environments";
  /** When the plan is made: the first difference is looked for from then on. */
  readonly nowMinute: EpochMinute;
  /**
   * The stretch in which runs are counted: its first minute, and the minute after its last. Whole days of UTC, the first
   * that of the plan: a part of a day would lose what moves over its edge.
   */
  readonly fromMinute: EpochMinute;
  readonly untilMinute: EpochMinute;
  /** What is more dangerous than it looks, the worst first. */
  readonly dangers: readonly Danger[];
  readonly environments: readonly EnvironmentPlan[];
  /** The zones of the jobs whose runs differ, with their changes of the clocks in the stretch. */
  readonly zones: readonly ZoneChanges[];
  readonly account: AccountPlan;
}

export type Change = "added" | "removed" | "changed";

export interface EnvironmentPlan {
  readonly name: string;
  readonly change: Change;
  readonly settings: readonly SettingChange[];
  /** In the order of the file, those that are removed behind them. */
  readonly jobs: readonly JobPlan[];
  readonly triggers: TriggerPlan;
}

export interface JobPlan {
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly environment: string;
  readonly change: Change;
  readonly settings: readonly SettingChange[];
  /** null: its runs are what they were. */
  readonly runs: RunsPlan | null;
  /** Whether the ledger begins anew with it: nothing from before is made up. */
  readonly beginsAnew: boolean;
  /** When the pause that this change ends or alters was written, as far as it is known. */
  readonly pausedSince: EpochMinute | null;
}

/** A setting in words; null: there is none. */
export interface SettingChange {
  readonly setting: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The runs of a job in the stretch, before and after. */
export interface RunsPlan {
  /** The clocks that the schedules are written for, whose dates count: `UTC` or an IANA name. */
  readonly zones: { readonly before: string; readonly after: string };
  readonly before: number;
  readonly after: number;
  /** Runs that fall away, runs that come, and runs that are at another time of their date. */
  readonly lost: number;
  readonly gained: number;
  readonly moved: number;
  /** By how many minutes runs move, least and most; negative: earlier. null where none moves. */
  readonly shift: { readonly least: number; readonly most: number } | null;
  /** From the plan's minute on; null where all runs are the same, whatever the words. */
  readonly first: FirstDifference | null;
}

/** The earliest difference: a run that falls away (`to` null), comes (`from` null), or moves. */
export interface FirstDifference {
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Where a run falls away, the earliest that comes, if any does; else null. */
  readonly firstNew: Instant | null;
}

export interface Instant {
  readonly minute: EpochMinute;
  /** The clock of the schedule: `UTC` or an IANA name. */
  readonly zone: string;
  /** Minutes east of UTC on that clock. */
  readonly offset: number;
}

export interface TriggerPlan {
  /** Cron expressions, sorted. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** How many there are. */
  readonly before: number;
  readonly after: number;
  readonly spareWakesPerDay: { readonly before: number; readonly after: number };
  /** Keys of jobs with a new run at a minute at which no old trigger wakes the Worker. */
  readonly waiting: readonly string[];
}

export interface AccountPlan {
  readonly settings: readonly SettingChange[];
  /** Cron triggers of all environments, and how many the account has for them. */
  readonly triggers: { readonly before: number; readonly after: number; readonly budget: number };
  /** Workers that no environment has any more: until somebody deletes them they keep so many triggers beside those after. */
  readonly left: { readonly workers: readonly string[]; readonly triggers: number };
  readonly wakesPerDay: { readonly before: number; readonly after: number };
  readonly spareWakesPerDay: { readonly before: number; readonly after: number };
}

export interface ZoneChanges {
  readonly zone: string;
  readonly changes: readonly { readonly minute: EpochMinute; readonly byMinutes: number }[];
}

/** The worst first: what stops or runs twice, then what calls wrongly, then what may go wrong. */
export const dangerKinds = [
  "runs-nowhere",
  "stops-in-production",
  "environment-removed",
  "worker-renamed",
  "job-renamed",
  "paused-without-end",
  "production-endpoint",
  "no-auth",
  "no-signature",
  "overlap",
  "shared-lock",
  "no-alerts",
  "new-secret",
  "retries-slow-work",
] as const;

export interface Danger {
  readonly kind: (typeof dangerKinds)[number];
  /** Names; none where it is of the whole file. */
  readonly environments: readonly string[];
  /** Keys; none where it is of whole environments. */
  readonly jobs: readonly string[];
  /** Whole sentences. */
  readonly text: string;
}

/** Whether anything is different. */
export function hasChanges({ environments, account }: Plan): boolean {
  return environments.length > 0 || account.settings.length > 0;
}
