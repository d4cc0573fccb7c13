import { parseCron, previousBefore } from "../schedule/cron.ts";
import { flooredMinute, MINUTE_MS } from "../scheduled-minute.ts";
import type { TickEvent } from "../tick-event.ts";
import { readJsonObject } from "./json-body.ts";
import { HttpProblem } from "./http-problem.ts";
import { MAX_EPOCH_MS } from "./instant.ts";

/**
 * The tick that a request to `/__scheduled` asks for: `?cron=` and `time=`, or `{"cron", "scheduledTime"}`
 * in the body; times are epoch ms. Without a time it is the last minute, up to `now`, that the expression
 * matches.
 *
 * @throws HttpProblem 400 or 413 when the request does not say a tick
 */
export async function readTickEvent(request: Request, now: number): Promise<TickEvent> {
  const query = new URL(request.url).searchParams;
  const body = await readJsonObject(request, ["cron", "scheduledTime"]);
  const cron = body["cron"] ?? query.get("cron");
  if (typeof cron !== "string") {
    throw new HttpProblem(400, 'Say which trigger: ?cron=*/5+*+*+*+*, or {"cron": "*/5 * * * *"}');
  }
  const time = body["scheduledTime"] ?? query.get("time");
  return {
    cron,
    scheduledTime: time === null ? lastMinute(cron, now) : readTime(time),
    ignoresLateness: true,
  };
}

function readTime(time: unknown): number {
  const value = typeof time === "string" && /^\d+$/.test(time) ? Number(time) : time;
  if (typeof value === "number" && Math.abs(value) <= MAX_EPOCH_MS) return value;
  throw new HttpProblem(400, "The scheduled time must be milliseconds since 1970, such as 1693468800000");
}

function lastMinute(cron: string, now: number): number {
  const parsed = parseCron(cron);
  if (!parsed.ok) throw new HttpProblem(400, `${JSON.stringify(cron)} is not a cron expression`);
  const minute = previousBefore(parsed.cron, flooredMinute(now) + 1);
  if (minute === null) throw new HttpProblem(400, `${JSON.stringify(cron)} never matches`);
  return minute * MINUTE_MS;
}
