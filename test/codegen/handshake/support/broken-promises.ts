import { setTimeout as delay } from "node:timers/promises";
import { blindTo } from "./blind-to.ts";
import { isJob, replaced, withHeaders } from "./deviation.ts";
import type { Deviation, Passing } from "./deviation.ts";
import { TOKEN } from "./shake.ts";

const right = `Bearer ${TOKEN}`;

/** A backend that does the work of a known key again, where `forget` says so. */
function forgetful(
  forget: (request: Passing, known: { readonly body: string; readonly isDone: boolean }) => boolean,
): Deviation {
  const known = new Map<string, { body: string; isDone: boolean }>();
  return async (request, forward) => {
    const key = request.headers.get("Idempotency-Key");
    if (key === null || request.headers.get("Authorization") !== right) return forward();
    const before = known.get(key);
    if (before && forget(request, before))
      return forward({ headers: replaced(request.headers, "Idempotency-Key", crypto.randomUUID()) });
    if (before) return forward();
    const entry = { body: request.body, isDone: false };
    known.set(key, entry);
    const answer = await forward();
    entry.isDone = true;
    return answer;
  };
}

/** A backend that takes its time for the first request that it lets in. */
function slowAtFirst(): Deviation {
  let isFirst = true;
  return async (request, forward) => {
    const isLetIn = request.headers.get("Authorization") === right;
    if (isFirst && isLetIn) await delay(1100);
    isFirst &&= !isLetIn;
    return forward();
  };
}

const json = new Headers({ "Content-Type": "application/json" });

/** Each breaks one promise: its row must fail, with these words, and no other one. */
export const broken: readonly {
  readonly what: string;
  readonly deviation: Deviation;
  readonly failing: string;
  readonly seen: string;
  readonly mend: string;
  readonly isSigned?: boolean;
}[] = [
  {
    what: "lets in who shows no token",
    deviation: (request, forward) =>
      request.headers.has("Authorization") || request.method !== "POST"
        ? forward()
        : forward({ headers: replaced(request.headers, "Authorization", right) }),
    failing: "no-credentials",
    seen: "anyone can start this job",
    mend: "check the token",
  },
  {
    what: "lets in who shows any token",
    deviation: (request, forward) =>
      request.headers.has("Authorization")
        ? forward({ headers: replaced(request.headers, "Authorization", right) })
        : forward(),
    failing: "wrong-token",
    seen: "anyone can start this job",
    mend: "compare the whole token",
  },
  {
    what: "does not say that a dry run was one",
    deviation: async (request, forward) => {
      const answer = await forward();
      return isJob(request) && answer.status === 200 ? { ...answer, body: '{"status":"success"}' } : answer;
    },
    failing: "dry-run",
    seen: "the work was perhaps done",
    mend: '{"status":"success","dryRun":true}',
  },
  {
    what: "answers 200 to GET",
    deviation: async (request, forward) =>
      isJob(request) && request.method === "GET" ? { status: 200, headers: json, body: "{}" } : forward(),
    failing: "method",
    seen: "it answered 200",
    mend: "405 and `Allow: POST`",
  },
  {
    what: "names no method with its 405",
    deviation: async (_, forward) => withHeaders(await forward(), { Allow: null }),
    failing: "method",
    seen: "405 without an `Allow` header",
    mend: "send `Allow: POST`",
  },
  {
    what: "runs two at once",
    deviation: forgetful((_, { isDone }) => !isDone),
    failing: "at-once",
    seen: "both ran",
    mend: "take the key in the store",
  },
  {
    what: "says 409 without when to come again",
    deviation: async (_, forward) => withHeaders(await forward(), { "Retry-After": null }),
    failing: "at-once",
    seen: "409 without `Retry-After`",
    mend: "send `Retry-After`",
  },
  {
    what: "forgets what is done",
    deviation: forgetful((request, { isDone, body }) => isDone && body === request.body),
    failing: "same-key",
    seen: "it ran again",
    mend: "keep the answer beside the key",
  },
  {
    what: "answers something else the second time",
    deviation: async (_, forward) => {
      const answer = await forward();
      return answer.headers.has("Idempotency-Replayed")
        ? { ...answer, body: '{"status":"already done","dryRun":true}' }
        : answer;
    },
    failing: "same-key",
    seen: "already done",
    mend: "keep the answer beside the key",
  },
  {
    what: "keeps a key taken when its run is done",
    deviation: async (_, forward) => {
      const answer = await forward();
      return answer.headers.has("Idempotency-Replayed") ? { ...answer, status: 409 } : answer;
    },
    failing: "same-key",
    seen: "still gets 409",
    mend: "keep its answer",
  },
  {
    what: "does not look at the body of a known key",
    deviation: forgetful((request, { body }) => body !== request.body),
    failing: "other-body",
    seen: "it answered 200",
    mend: "keep a hash of the body",
  },
  {
    what: "takes any type",
    deviation: (request, forward) =>
      request.headers.has("Authorization")
        ? forward({ headers: replaced(request.headers, "Content-Type", "application/json") })
        : forward(),
    failing: "content-type",
    seen: "it answered 200",
    mend: "415",
  },
  {
    what: "takes what is no JSON",
    deviation: (request, forward) => forward(request.body === "{" ? { body: "{}" } : {}),
    failing: "no-json",
    seen: "it answered 200",
    mend: "400",
  },
  {
    what: "sends no correlation id back",
    deviation: async (_, forward) => withHeaders(await forward(), { "X-Correlation-ID": null }),
    failing: "correlation-id",
    seen: "no `X-Correlation-ID`",
    mend: "send back the `X-Correlation-ID`",
  },
  {
    what: "sends a correlation id of its own back",
    deviation: async (_, forward) => withHeaders(await forward(), { "X-Correlation-ID": "mine" }),
    failing: "correlation-id",
    seen: "another `X-Correlation-ID`",
    mend: "send back the `X-Correlation-ID`",
  },
  {
    what: "is slow: 1.1 s of 2 s",
    deviation: slowAtFirst(),
    failing: "in-time",
    seen: "of 2 s, without doing the work",
    mend: "longer `timeout`",
  },
  {
    what: "is ill",
    deviation: (request, forward) =>
      isJob(request) ? forward() : Promise.resolve({ status: 503, headers: json, body: "" }),
    failing: "health",
    seen: "it answered 503",
    mend: "its log says why",
  },
  ...[
    "unsigned",
    "wrong-signature",
    "altered-body",
    "altered-key",
    "other-job",
    "old-timestamp",
    "future-timestamp",
  ].map((fault) => ({
    what: `does not mind: ${fault}`,
    deviation: blindTo(fault),
    isSigned: true,
    failing: fault,
    seen: "where 401 is due",
    mend:
      {
        "altered-body": "bytes as they came",
        "wrong-signature": "compare the signature",
        "other-job": "names another job",
      }[fault] ?? "refuse",
  })),
];
