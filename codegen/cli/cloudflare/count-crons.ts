import * as z from "zod";
import type { Account } from "./account.ts";
import { readCrons } from "./read-deployment.ts";

/** With more Workers than these, nobody wants to wait for the answers. */
const maxWorkers = 100;

const scripts = z.array(z.object({ id: z.string() }));

/** A Worker and how many cron triggers it has. */
export interface CronCount {
  readonly worker: string;
  readonly count: number;
}

/** The account's other Workers that have cron triggers, most first; null where there are too many Workers to ask. */
export async function countOtherCrons(account: Account, worker: string): Promise<CronCount[] | null> {
  const { api, workers } = account;
  const others = ((await api.get(`${workers}/scripts`, scripts)) ?? []).filter(({ id }) => id !== worker);
  if (others.length > maxWorkers) return null;
  const counts: CronCount[] = [];
  // One after the other: an account has few, and Cloudflare counts calls.
  for (const { id } of others) counts.push({ worker: id, count: (await readCrons(account, id)).length });
  return counts.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
}
