import type { RunView } from "../../../src/ledger/protocol.ts";
import type { World } from "./world.ts";

/** Everything is told, at once, and again each day. */
export const SLACK = {
  events: ["failure", "recovery", "missed"],
  after: 1,
  remindEveryMs: 86_400_000,
  webhook: "SLACK_WEBHOOK_URL",
} as const;

/** The whole history, oldest first: of all jobs, or of one. */
export async function history(world: World, job?: string): Promise<readonly RunView[]> {
  const runs: RunView[] = [];
  let before: string | undefined;
  do {
    const page = await world
      .ledger()
      .runs({ limit: 200, ...(job !== undefined && { job }), ...(before !== undefined && { before }) });
    runs.push(...page.runs);
    before = page.before ?? undefined;
  } while (before !== undefined);
  return runs.toReversed();
}
