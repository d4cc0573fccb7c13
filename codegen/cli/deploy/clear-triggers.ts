import type { Deployment } from "../../deployed/deployment.ts";
import { keptTriggers } from "../../deployed/trigger-budget.ts";
import type { Wanted } from "../../deployed/wanted.ts";
import { countOf } from "../../text/count-of.ts";
import type { Account } from "../cloudflare/account.ts";
import { say } from "./say.ts";

/** Removes the triggers that go, so that Cloudflare can't count them with those that come. */
export async function clearTriggers(account: Account, wanted: Wanted, live: Deployment): Promise<void> {
  const kept = keptTriggers({ live: live.crons, wanted: wanted.crons });
  const gone = live.crons.length - kept.length;
  if (gone === 0) return;
  await putTriggers(account, wanted.worker, kept);
  say(
    "Triggers",
    `${countOf(gone, "old one")} ${gone === 1 ? "is" : "are"} removed, ${kept.length} stay${kept.length === 1 ? "s" : ""}.`,
  );
}

/** Sets exactly these triggers. */
export async function putTriggers(
  { api, workers }: Account,
  worker: string,
  crons: readonly string[],
): Promise<void> {
  const body = crons.map((cron) => ({ cron }));
  await api.put(`${workers}/scripts/${encodeURIComponent(worker)}/schedules`, body);
}
