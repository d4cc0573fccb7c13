import type { KnownInvocation } from "../invocation.ts";
import { isoTime } from "../iso-time.ts";
import { askLedger } from "../ledger/client.ts";
import { HttpProblem } from "./http-problem.ts";
import { readInstant } from "./instant.ts";
import { requireJob } from "./job-named.ts";
import { readJsonObject } from "./json-body.ts";
import { plainText } from "./plain-text.ts";
import { livePauseJson } from "./schedule.ts";

const MAX_REASON_CHARACTERS = 500;

/**
 * `POST /jobs/:job/pause`: no scheduled runs from now on, until a time or until it is resumed. Runs by hand work.
 * @param by name of the secret that let the caller in
 * @throws HttpProblem 400, 404 or 413
 */
export async function pauseJob(
  request: Request,
  job: string,
  by: string,
  invocation: KnownInvocation,
): Promise<object> {
  const { name } = requireJob(job, invocation);
  const { configuration, platform } = invocation;
  const body = await readJsonObject(request, ["reason", "until"]);
  const reason = configuration.redact(readReason(body["reason"]));
  const until = readEnd(body["until"], platform.now());
  const pause = await askLedger(invocation, (ledger) => ledger.pause({ job, reason, until, by }));
  invocation.log.warn(`Job ${name} is paused: ${pause.reason}`, { job });
  return { job, paused: livePauseJson(pause) };
}

/** `POST /jobs/:job/resume`: scheduled runs from now on; nothing of the pause is made up. @throws HttpProblem 404 or 409 */
export async function resumeJob(job: string, by: string, invocation: KnownInvocation): Promise<object> {
  const { name, pause: filePause } = requireJob(job, invocation);
  const ended = await askLedger(invocation, (ledger) => ledger.resume(job, by));
  if (ended === null) {
    const why =
      filePause === undefined
        ? "it is not paused"
        : "schedules.yaml pauses it: take `pause` out there, and deploy";
    throw new HttpProblem(409, `There is nothing to resume: ${why}`);
  }
  invocation.log.info(`Job ${name} is resumed`, { job });
  return { job, resumed: livePauseJson(ended) };
}

function readReason(reason: unknown): string {
  const text = typeof reason === "string" ? plainText(reason).trim() : "";
  if (text !== "" && text.length <= MAX_REASON_CHARACTERS) return text;
  throw new HttpProblem(
    400,
    `Say why, for whoever finds it paused: {"reason": "…"}, at most ${MAX_REASON_CHARACTERS} characters`,
  );
}

function readEnd(until: unknown, now: number): number | null {
  if (until === undefined || until === null) return null;
  const at = readInstant("until", until);
  if (at > now) return at;
  throw new HttpProblem(400, `until must lie in the future: ${isoTime(at)} is past`);
}
