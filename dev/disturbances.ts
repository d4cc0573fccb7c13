import type { Cron } from "./cron.ts";
import type { Key } from "./keys.ts";
import { formatMinute } from "./print-run.ts";

export interface DisturbancesOptions {
  readonly cron: Pick<Cron, "isStopped" | "stopOrStart">;
  /** Resolves when the Worker is up again. */
  readonly kill: () => Promise<void>;
  readonly say: (text: string) => void;
  /** What comes next, when the cron goes on. */
  readonly next: () => string;
  /** Since when the ledger watches the schedules as they are, in simulated epoch ms. */
  readonly watchedSince: () => number;
  /** Simulated epoch ms. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/**
 * So long after a deploy a missed run alarms nobody: the triggers of the one before still arrive. It is the ledger's
 * `YOUNG_MS`, whose file needs the types of Workers.
 */
const QUIET_MS = 30 * 60_000;

/** What can go wrong on Cloudflare, at the press of a key. */
export class Disturbances {
  readonly #options: DisturbancesOptions;
  #killsNextRun = false;

  constructor(options: DisturbancesOptions) {
    this.#options = options;
  }

  react(key: Exclude<Key, "q">): void {
    switch (key) {
      case "p":
        return this.#stopOrStartCron();
      case "k":
        return this.#killNextRun();
    }
  }

  /** To be told of each request of a run to the backend: then the run is under way. */
  onJobRequest(job: string): void {
    if (!this.#killsNextRun) return;
    this.#killsNextRun = false;
    const { kill, say, onError } = this.#options;
    say(`The Worker is killed in a run of ${job}: it is lost when its lease is over, in 2 to 16 minutes.`);
    kill().then(() => say("The Worker is up again, on the same data."), onError);
  }

  #killNextRun(): void {
    const { cron, say, next } = this.#options;
    this.#killsNextRun = true;
    say(`The Worker is killed in the next run.${cron.isStopped ? "" : ` Next: ${next()}`}`);
  }

  #stopOrStartCron(): void {
    const { cron, say, next, now, watchedSince } = this.#options;
    cron.stopOrStart();
    if (!cron.isStopped) return say(`Cloudflare's cron is started. Next: ${next()}`);
    say(`Cloudflare's cron is stopped. It will miss first: ${next()}`);
    const quietUntil = watchedSince() + QUIET_MS;
    if (now() >= quietUntil) return say("Two minutes after each the ledger alerts and makes it up.");
    const time = formatMinute(quietUntil).slice("2026-11-23 ".length);
    say(
      `Two minutes after each the ledger makes it up. It alerts from ${time} UTC on: the half hour after a deploy is quiet.`,
    );
  }
}
