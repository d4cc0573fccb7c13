/** Who runs the schedules of a source: what an expression means depends on it. */
export type Scheduler = "crontab" | "kubernetes" | "github" | "vercel" | "cloudflare";

/** A sentence that goes beside an entry as a comment. With `check` a person has to decide something. */
export interface Remark {
  readonly check: boolean;
  readonly text: string;
}

/** An expression as it stands in the source. */
export interface FoundTime {
  readonly expression: string;
  /** From 1. */
  readonly line: number;
  readonly timeZone?: string;
  /** Only this environment has it; every environment if left out. */
  readonly environment?: string;
}

/** Something that a source runs on a schedule. */
export interface FoundJob {
  /** Words that a key is made of, in any notation. */
  readonly words: string;
  /** What the source calls it, where it has a name for people. */
  readonly title?: string;
  /** What runs, for a comment; holds no secrets. */
  readonly runs: string;
  /** `GET /path`, where the source says which request it is. */
  readonly endpoint?: string;
  readonly times: readonly FoundTime[];
  /** Job settings that the source decides: key and value as YAML. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly remarks: readonly Remark[];
}

/** What a reader found. `remarks` are about the whole source. */
export interface FoundSchedules {
  readonly scheduler: Scheduler;
  readonly jobs: readonly FoundJob[];
  readonly remarks: readonly Remark[];
}

/** A source that is no text of its format. The message says what is wrong with it. */
export class UnreadableSource extends Error {
  override readonly name = "UnreadableSource";
}

/** Says what the source means; nothing to decide. */
export function note(text: string): Remark {
  return { check: false, text };
}

/** Says what is not certain, or is left to do. */
export function check(text: string): Remark {
  return { check: true, text };
}
