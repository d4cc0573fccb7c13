import { awaitSchedules } from "../codegen/cli/deploy/await-schedules.ts";

const PATIENCE = { timeoutMs: 30_000, askEveryMs: 100 } as const;

/**
 * Asks the Worker for its schedule, as a deploy does: that sets the ledger's second clock going. Waits until the Worker
 * that answers is the one that was built from the present schedules.
 *
 * @param sourceHash of the present schedules
 * @returns when the ledger began to watch the newest of them (simulated epoch ms)
 * @throws where there is no such answer within 30 s
 */
export async function wakeLedger(url: string, token: string, sourceHash: string): Promise<number> {
  const end = await awaitSchedules({ url, token }, sourceHash, PATIENCE);
  if (!end.ok) throw new Error(`The ledger was not woken: ${end.why}`);
  return Math.max(0, ...end.answer.jobs.map(({ watchedSince = "" }) => Date.parse(watchedSince) || 0));
}
