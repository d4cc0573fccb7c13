import { VERSION } from "../../src/version.ts";
import { isLoopback } from "../schema/urls.ts";
import type { NoAnswer, Reply, World } from "./ask.ts";
import { expectStatus, failed, shown, untried } from "./outcome.ts";
import type { Outcome, Row } from "./outcome.ts";

/** What `/health` is given, as the Worker gives it. */
const HEALTH_TIMEOUT_MS = 5_000;

const UNREACHED = "it can't be reached";

/** Of the backend as a whole. */
export interface BackendFindings {
  readonly rows: readonly Row[];
  /** Whether it answers at all: nothing else is asked of one that does not, as each request could take its whole time. */
  readonly answers: boolean;
}

/** Asks for the backend's health: that shows whether it can be reached, and its certificate. */
export async function tryBackend(
  backend: string,
  healthPath: string,
  worker: string,
  world: World,
): Promise<BackendFindings> {
  const reply = await world.ask({
    url: backend + healthPath,
    method: "GET",
    headers: new Headers({ "User-Agent": `${worker}/${VERSION}` }),
    body: null,
    timeoutMs: HEALTH_TIMEOUT_MS,
  });
  const health = { id: "health", title: `GET ${healthPath} answers 2xx without a token`, see: "health" };
  const mend =
    "answer 2xx when the backend can do its work; `healthPath` in schedules.yaml names another path";
  return {
    rows: [
      { id: "reachable", title: "it can be reached", see: "health", outcome: reached(reply) },
      {
        id: "tls",
        title: "its certificate is valid",
        see: "health",
        outcome: secured(reply, new URL(backend)),
      },
      {
        ...health,
        outcome: reply.kind === "none" ? unanswered(reply) : expectStatus(reply, "2xx", mend),
      },
    ],
    answers: reply.kind === "answer",
  };
}

function reached(reply: Reply): Outcome {
  if (reply.kind === "answer") return shown(`in ${Math.round(reply.durationMs)} ms`);
  if (reply.why === "tls") return shown("but for its certificate");
  if (reply.why !== "network") return shown("but no answer came that can be read");
  return failed(
    reply.text,
    "look at `backend` in schedules.yaml or at --base, and whether the backend runs and this machine may reach it",
  );
}

/** Of health, where a connection was made or not. */
function unanswered({ why, text }: NoAnswer): Outcome {
  if (why === "timeout")
    return failed(
      text,
      "answer within 5 s, as the Worker waits no longer: keep it cheap, and see what holds it up",
    );
  if (why === "unreadable")
    return failed(text, "look at it with curl -i, and at what stands before the backend");
  return untried(UNREACHED);
}

function secured(reply: Reply, { protocol, hostname }: URL): Outcome {
  if (reply.kind === "none" && reply.why === "tls")
    return failed(
      reply.text,
      "the Worker would not trust it either: give the backend a certificate for this name, with its whole chain",
    );
  if (protocol === "https:") {
    // An answer is read only by way of a certificate that holds.
    if (reply.kind === "answer" || reply.why === "unreadable") return shown();
    return untried(reply.why === "timeout" ? "no answer came in time" : UNREACHED);
  }
  if (isLoopback(hostname) || isPrivate(hostname))
    return untried("it is plain http, on a network that nobody else is in");
  return failed(
    "it is plain http: the token crosses the network for all to read",
    "give the backend a certificate, and write https:// in `backend`",
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc1918#section-3 */
function isPrivate(host: string): boolean {
  return (
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host) ||
    /\.(?:local|internal|test)$/.test(host)
  );
}
