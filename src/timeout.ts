import type { Platform, Timeout } from "./platform.ts";

/** Starts the runtime's own clock, over `timeoutMs` milliseconds. */
export function startTimeout(timeoutMs: number): Timeout {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

/** Resolves when the time is up. */
export function isUp(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

/**
 * Does something that is aborted after `timeoutMs` milliseconds. The clock is stopped with it: one left running would keep a
 * Durable Object in memory, and Cloudflare bills for that.
 */
export async function withTimeout<T>(
  platform: Pick<Platform, "startTimeout">,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, stop } = platform.startTimeout(timeoutMs);
  try {
    return await work(signal);
  } finally {
    stop();
  }
}
