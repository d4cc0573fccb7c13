/**
 * What a ledger was doing: it was asked to claim a tick's runs or to record one's result, it called itself to stay awake
 * (`results`), its alarm rang, or it went on with a run of its own.
 */
export type Cause = "claim" | "record" | "results" | "alarm" | "own";

/** A cause, and what was written: `record runs`, `claim alarm`. */
export type RowsBy = Readonly<Record<string, number>>;

/** What a day of an environment comes to. */
export interface DayCost {
  readonly runs: number;
  /** Calls of the object and its alarms, by cause: each is a request. */
  readonly requests: Readonly<Record<string, number>>;
  readonly rows: RowsBy;
}

interface Counts {
  readonly requests: Record<string, number>;
  readonly rows: Record<string, number>;
}

const DAY_MS = 86_400_000;

/** Counts what Cloudflare would, by the day on which it happens. */
export class Meter {
  readonly #now: () => number;
  readonly #days = new Map<number, Counts>();
  #cause: Cause = "own";

  /** @param now epoch ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** One request to the object. What it writes before it first waits is put down to that. */
  request<T>(cause: Cause, work: () => T): T {
    add(this.#today().requests, cause, 1);
    this.#cause = cause;
    try {
      return work();
    } finally {
      this.#cause = "own";
    }
  }

  rowsWritten(what: string, rows: number): void {
    add(this.#today().rows, `${this.#cause} ${what}`, rows);
  }

  /** @param at epoch ms of any moment of the day */
  day(at: number): Counts {
    const day = Math.floor(at / DAY_MS);
    const counts = this.#days.get(day) ?? { requests: {}, rows: {} };
    this.#days.set(day, counts);
    return counts;
  }

  #today(): Counts {
    return this.day(this.#now());
  }
}

function add(counts: Record<string, number>, key: string, more: number): void {
  counts[key] = (counts[key] ?? 0) + more;
}
