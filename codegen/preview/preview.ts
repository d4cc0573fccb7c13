import type { EpochMinute } from "../../src/schedule/cron.ts";

/**
 * What an environment will run in a stretch of time: what the timeline, the picture and the calendar are drawn from.
 * Best read when the stretch is whole UTC days: a part of a day looks unlike the others.
 */
export interface Preview {
  readonly environment: string;
  /** First minute of the stretch. */
  readonly fromMinute: EpochMinute;
  /** The minute after its last, later than `fromMinute`. */
  readonly untilMinute: EpochMinute;
  /** In the order of the file. */
  readonly jobs: readonly PreviewJob[];
}

export interface PreviewJob {
  readonly key: string;
  readonly name: string;
  /** `UTC` or an IANA name. */
  readonly zone: string;
  /** The schedule in words, without its zone: `at 09:00 on Monday to Friday`. */
  readonly words: string;
  /** Ascending, each minute once, all within the preview's stretch. */
  readonly runs: readonly PreviewRun[];
  readonly owner?: string;
  readonly runbook?: string;
  readonly description?: string;
}

export interface PreviewRun {
  readonly minute: EpochMinute;
  /** Minutes east of UTC in the job's zone at that minute. */
  readonly offset: number;
  readonly moved: Moved | null;
}

/** What a change of the clocks does to a run: its local time is skipped (`shifted`), or comes twice. */
export type Moved = "shifted" | "first" | "last" | "both";
