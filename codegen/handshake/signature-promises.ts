import { expectStatus } from "./outcome.ts";
import type { Variation } from "./build-question.ts";
import { hasBody, sendsToken, signs } from "./promise.ts";
import type { EndpointPromise } from "./promise.ts";

/** Half a minute over the 5 minutes that a timestamp may be off, so that a clock which is a little off decides nothing. */
const TOO_FAR_MS = 330_000;

/** What `auth.hmac` promises; every request here has the right token. */
export const signaturePromises: readonly EndpointPromise[] = [
  {
    ...refusal("unsigned", "a request without a signature", { signature: "none" }),
    // Without a token beside it, this is the request that shows nothing at all.
    appliesTo: (endpoint) => signs(endpoint) && sendsToken(endpoint),
  },
  refusal("wrong-signature", "a signature by another key", { signature: "wrong" }),
  {
    ...refusal("altered-body", "a body that was altered after it was signed", {
      signature: "of another body",
    }),
    appliesTo: (endpoint) => signs(endpoint) && hasBody(endpoint),
  },
  refusal("altered-key", "an Idempotency-Key that is not the webhook-id", { signature: "of another key" }),
  refusal("other-job", "what was signed for another job", { job: "another" }),
  refusal("old-timestamp", "a timestamp of 5.5 minutes ago", { signedAfterMs: -TOO_FAR_MS }),
  refusal("future-timestamp", "a timestamp 5.5 minutes ahead", { signedAfterMs: TOO_FAR_MS }),
];

const mends: Readonly<Record<string, string>> = {
  unsigned: "refuse what has no `webhook-signature`",
  "wrong-signature": "compare the signature with your own of these bytes, in constant time",
  "altered-body": "sign over the bytes as they came, not over JSON that was parsed and printed again",
  "altered-key": "refuse an `Idempotency-Key` that is not `webhook-id`: it is not signed itself",
  "other-job":
    "refuse a `webhook-id` that names another job than this path is for: method, path and query are not signed themselves",
  "old-timestamp": "refuse a `webhook-timestamp` more than 5 minutes old, or a copy works for ever",
  "future-timestamp": "refuse a `webhook-timestamp` more than 5 minutes ahead of your clock",
};

function refusal(id: string, what: string, variation: Variation): EndpointPromise {
  return {
    id,
    title: `${what} gets 401`,
    anchor: "the-signature",
    needs: "dry",
    appliesTo: signs,
    test: async (probe) => expectStatus(await probe.send(variation), 401, mends[id] ?? ""),
  };
}
