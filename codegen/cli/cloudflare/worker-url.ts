import * as z from "zod";
import type { Account } from "./account.ts";

const ofScript = z.object({ enabled: z.boolean() });
const ofAccount = z.object({ subdomain: z.string() });

/** Where a Worker answers on workers.dev; null where it does not. */
export async function workersDevUrl({ api, id, workers }: Account, worker: string): Promise<string | null> {
  const script = await api.get(`${workers}/scripts/${encodeURIComponent(worker)}/subdomain`, ofScript);
  if (!script?.enabled) return null;
  const account = await api.get(`/accounts/${encodeURIComponent(id)}/workers/subdomain`, ofAccount);
  return account && `https://${worker}.${account.subdomain}.workers.dev`;
}
