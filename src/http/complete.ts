import { cutToBytes, EXCERPT_BYTES } from "../attempt.ts";
import type { KnownInvocation } from "../invocation.ts";
import { askLedger } from "../ledger/client.ts";
import type { CompleteRequest } from "../ledger/protocol-completion.ts";
import { HttpProblem } from "./http-problem.ts";
import { readJsonObject } from "./json-body.ts";
import { plainText } from "./plain-text.ts";
import { unknownRun } from "./runs.ts";
import { runJson } from "./run-json.ts";

/**
 * `POST /runs/:id/complete`: the backend says how a run ended that it had accepted. Saying the same again changes nothing.
 * @throws HttpProblem 400, 404 or 413; 409 where the run ended otherwise, or where its answer ends it
 */
export async function completeRun(
  request: Request,
  runId: string,
  invocation: KnownInvocation,
): Promise<object> {
  const { status, message } = await readCompletion(request, invocation);
  const answer = await askLedger(invocation, (ledger) => ledger.complete({ runId, status, message }));
  if (answer.verdict === "unknown") throw unknownRun(runId);
  const run = runJson(answer.run, invocation);
  if (answer.verdict === "refused") {
    throw new HttpProblem(409, `The run is not completed: ${answer.why}`, { details: { run } });
  }
  return { environment: invocation.configuration.environmentName, run };
}

async function readCompletion(
  request: Request,
  { configuration }: KnownInvocation,
): Promise<Omit<CompleteRequest, "runId">> {
  const { status, message = null } = await readJsonObject(request, ["status", "message"]);
  if (status !== "succeeded" && status !== "failed") {
    throw new HttpProblem(400, 'Say how it ended: {"status": "succeeded"} or {"status": "failed"}');
  }
  if (message !== null && typeof message !== "string") throw new HttpProblem(400, "message must be a text");
  const text = plainText(message ?? "").trim();
  return { status, message: text === "" ? null : cutToBytes(configuration.redact(text), EXCERPT_BYTES) };
}
