import { setTimeout as delay } from "node:timers/promises";

const ASK_EVERY_MS = 100;
const LIMIT_MS = 30_000;

/** What is read here of the answer to `GET /schedule`. */
interface ScheduleAnswer {
  readonly sourceHash: string;
  readonly ledger: { readonly status: string };
  readonly jobs: readonly { readonly watchedSince?: string }[];
}

/**
 * Asks the Worker for its schedule, as a deploy does: that sets the ledger's second clock going. Waits until the Worker
 * that answers is the one that was built from the present schedules.
 *
 * @param sourceHash of the present schedules
 * @returns when the ledger began to watch the newest of them (simulated epoch ms)
 * @throws where there is no such answer within 30 s
 */
export async function wakeLedger(workerUrl: string, token: string, sourceHash: string): Promise<number> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await askSchedule(workerUrl, token).catch(String);
    const problem = typeof answer === "string" ? answer : problemOf(answer, sourceHash);
    if (typeof answer !== "string" && problem === null) return newest(answer);
    if (Date.now() > until) throw new Error(`The ledger was not woken: ${problem}`);
    await delay(ASK_EVERY_MS);
  }
}

async function askSchedule(workerUrl: string, token: string): Promise<ScheduleAnswer> {
  const response = await fetch(`${workerUrl}/schedule`, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`GET /schedule answered ${response.status}`);
  return (await response.json()) as ScheduleAnswer;
}

function problemOf(answer: ScheduleAnswer, sourceHash: string): string | null {
  if (answer.sourceHash !== sourceHash) return "the Worker still runs the schedules of before";
  return answer.ledger.status === "healthy" ? null : `it is ${answer.ledger.status}`;
}

function newest({ jobs }: ScheduleAnswer): number {
  return Math.max(0, ...jobs.map(({ watchedSince = "" }) => Date.parse(watchedSince) || 0));
}
