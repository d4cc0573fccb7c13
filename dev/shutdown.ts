import process from "node:process";

/** What is to be ended when this process ends, and the way there. */
export class Shutdown {
  readonly #ends: (() => unknown)[] = [];
  #hasBegun = false;

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Puts something down to be ended: the latest is the first. */
  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** Ends all, and then the process. Asked a second time, whoever asks is tired of waiting. */
  async end(exitCode: number): Promise<never> {
    if (this.#hasBegun) process.exit(130);
    this.#hasBegun = true;
    for (const end of this.#ends.toReversed()) await Promise.resolve(end()).catch(() => {});
    process.exit(exitCode);
  }

  /** Makes a signal end everything in order. wrangler, once started, would leave at once in the middle of it. */
  takeSignals(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      // One by one: tsx's own listener is hidden from the list, and its parent kills us at once without it.
      for (const listener of process.listeners(signal)) process.off(signal, listener);
      process.on(signal, () => void this.end(0));
    }
  }
}
