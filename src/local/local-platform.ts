import type { Platform } from "../platform.ts";
import { startTimeout } from "../timeout.ts";
import { type SimulatedTime, simulatedAt } from "./simulated-time.ts";

/**
 * The runtime, on a clock of its own. Waits are as much shorter as the clock is faster. Timeouts are not: what they
 * guard against is real, and a fast clock must not make a good answer late.
 */
export function localPlatform(time: SimulatedTime): Platform {
  return {
    now: () => simulatedAt(time, Date.now()),
    random: () => Math.random(),
    uuid: () => crypto.randomUUID(),
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs / time.speed)),
    startTimeout,
    fetch: (url, init) => fetch(url, init),
    console: jsonConsole(console),
  };
}

/** Cloudflare keeps a logged object as JSON; workerd on a desk spreads it over many lines, for the eye only. */
function jsonConsole(text: Console): Platform["console"] {
  return {
    debug: (line) => text.debug(JSON.stringify(line)),
    info: (line) => text.info(JSON.stringify(line)),
    warn: (line) => text.warn(JSON.stringify(line)),
    error: (line) => text.error(JSON.stringify(line)),
  };
}
