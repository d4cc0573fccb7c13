import type { Tick, TickClock, Trigger } from "./clock.ts";

const LOOK_EVERY_MS = 100;

/** Cloudflare's part: it fires the triggers as they come due. While it is stopped they pass, as they would there. */
export class Cron {
  readonly #clock: Pick<TickClock, "look">;
  #isStopped = false;

  constructor(clock: Pick<TickClock, "look">) {
    this.#clock = clock;
  }

  /**
   * @param triggers gives those that are deployed at the moment
   * @returns ends it
   */
  begin(triggers: () => readonly Trigger[], fire: (tick: Tick) => void): () => void {
    const timer = setInterval(() => {
      const ticks = this.#clock.look(triggers());
      if (!this.#isStopped) ticks.forEach(fire);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  stopOrStart(): void {
    this.#isStopped = !this.#isStopped;
  }
}
