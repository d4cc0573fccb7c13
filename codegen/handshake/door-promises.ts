import { clipped } from "../text/wrap.ts";
import { expectStatus, failed, is2xx, MAX_HEADER, seenOf, shown, untried } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import type { Reply } from "./ask.ts";
import { obstacleOf, sendsToken, signs } from "./promise.ts";
import type { EndpointPromise } from "./promise.ts";
import type { Probe } from "./probe.ts";
import { parseJson } from "../text/parse-json.ts";

const anchor = "what-it-must-refuse";

/** Who gets in, and who does not. */
export const doorPromises: readonly EndpointPromise[] = [
  {
    id: "no-credentials",
    title: "who shows no token or signature gets 401",
    anchor,
    needs: "always",
    appliesTo: (endpoint) => sendsToken(endpoint) || signs(endpoint),
    test: async (probe) =>
      refused(
        await probe.send({ token: "none", signature: "none" }),
        "check the token, or the signature, before anything else, and answer 401",
      ),
  },
  {
    id: "wrong-token",
    title: "who shows a wrong token gets 401",
    anchor,
    needs: "always",
    appliesTo: sendsToken,
    test: async (probe) =>
      refused(
        await probe.send({ token: "wrong" }),
        "compare the whole token, in constant time, with the one that the Worker sends",
      ),
  },
  {
    id: "let-in",
    title: "who shows what the Worker shows gets 2xx",
    anchor: "the-request",
    needs: "let in",
    async test(probe) {
      const key = probe.newKey();
      const correlationId = probe.world.newId();
      const reply = await probe.send({ key, correlationId });
      if (reply.kind === "answer" && is2xx(reply.status)) {
        probe.admission = { key, correlationId, answer: reply };
        probe.isDry = saysDryRun(probe, reply.text);
      }
      return expectStatus(reply, "2xx", admissionMend(reply, probe));
    },
  },
  {
    id: "dry-run",
    title: "a dry run does no work",
    anchor: "dry-runs",
    needs: "let in",
    test(probe) {
      const { admission, isDry, endpoint } = probe;
      if (admission === null) return untried("no request was let in");
      if (endpoint.definition.method === "HEAD") return untried("an answer to HEAD has no body to say so");
      if (isDry) return shown();
      if (!probe.knowsDryRuns) return untried("it does not know dry runs: real work was done");
      return failed(
        `the answer does not say "dryRun": true (${seenOf(admission.answer)}): the work was perhaps done`,
        'look at `X-Cron-Dry-Run` after all checks, leave the work out, and answer {"status":"success","dryRun":true}',
      );
    },
  },
  {
    id: "method",
    title: "another method gets 405",
    anchor,
    needs: "always",
    async test(probe) {
      const { greeting, endpoint } = probe;
      if (greeting?.kind === "answer" && greeting.status !== 401) return methodRefused(greeting, probe);
      const obstacle = obstacleOf("dry", probe);
      if (obstacle !== null) return untried(obstacle);
      return methodRefused(await probe.send({ method: endpoint.otherMethod }), probe);
    },
  },
];

/** 401. Whoever else gets in is worth a word of its own. */
function refused(reply: Reply, mend: string): Outcome {
  if (reply.kind === "answer" && is2xx(reply.status))
    return failed(
      `it answered ${reply.status}, where 401 is due: anyone can start this job, and this request perhaps did`,
      mend,
    );
  return expectStatus(reply, 401, mend);
}

/** By what the backend says: it looks at the token before it looks at the signature. */
function admissionMend(reply: Reply, { endpoint }: Probe): string {
  const { bearer, hmac } = endpoint.settings.auth;
  if (reply.kind === "none" || reply.status !== 401)
    return "answer 2xx to a request that is in order; the backend's log says what it did not like";
  const isOfToken = /\b(?:bearer|token)\b/i.test(reply.excerpt);
  if (isOfToken && bearer === null)
    return "it asks for a bearer token, and the job's `auth` names none: add `bearer` to it, or let the backend ask for the signature alone";
  const names = isOfToken ? [bearer] : [bearer, hmac ?? null];
  const same = names
    .filter((name) => name !== null)
    .map((name) => `\`${name}\``)
    .join(" and ");
  const clock = isOfToken || hmac === undefined ? "" : ", and see that its clock is right";
  return `give this command and the backend the same ${same}${clock}`;
}

function saysDryRun({ endpoint, knowsDryRuns }: Probe, text: string): boolean {
  // Without a body there is only what it said before.
  if (endpoint.definition.method === "HEAD") return knowsDryRuns;
  const value = parseJson(text);
  return typeof value === "object" && value !== null && "dryRun" in value && value.dryRun === true;
}

function methodRefused(reply: Reply, { endpoint: { otherMethod, definition } }: Probe): Outcome {
  const outcome = expectStatus(
    reply,
    405,
    `answer ${otherMethod} with 405 and \`Allow: ${definition.method}\`, before any work`,
  );
  if (outcome.kind !== "shown" || reply.kind !== "answer") return outcome;
  const allow = reply.headers.get("Allow");
  const methods = (allow ?? "").toUpperCase().split(/[\s,]+/);
  const seen = clipped(allow ?? "", MAX_HEADER);
  if (methods.includes(definition.method)) return shown(`405, Allow: ${seen}`);
  return failed(
    allow === null
      ? "405 without an `Allow` header"
      : `405 with \`Allow: ${seen}\`, which lacks ${definition.method}`,
    `send \`Allow: ${definition.method}\` with it`,
  );
}
