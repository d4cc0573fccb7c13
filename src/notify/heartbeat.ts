import type { KnownInvocation } from "../invocation.ts";
import { send } from "./send.ts";

/**
 * Tells a dead man's switch outside Cloudflare that the cron is alive, whatever the tick's results were.
 * Does nothing where the environment has no `heartbeat: true`. Never throws.
 */
export async function callHeartbeat(invocation: KnownInvocation): Promise<void> {
  const { environment, configuration, log } = invocation;
  if (!environment.heartbeat) return;
  const url = configuration.secrets.get("HEARTBEAT_URL");
  if (url === undefined) log.error("The heartbeat was not sent: the secret HEARTBEAT_URL is not set");
  else await send("The heartbeat's receiver", url, { method: "GET" }, invocation);
}
