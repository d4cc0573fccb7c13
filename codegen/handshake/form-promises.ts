import { expectStatus, failed, shown } from "./outcome.ts";
import { hasBody } from "./promise.ts";
import type { EndpointPromise } from "./promise.ts";

const needs = "dry";

/** The form of what is sent and answered, and the time that it takes. */
export const formPromises: readonly EndpointPromise[] = [
  {
    id: "content-type",
    title: "a body that is not application/json gets 415",
    anchor: "what-it-must-refuse",
    needs,
    appliesTo: hasBody,
    test: async (probe) =>
      expectStatus(
        await probe.send({ contentType: "text/plain" }),
        415,
        "look at `Content-Type` before the body is parsed, and answer 415",
      ),
  },
  {
    id: "no-json",
    title: "a body that is no JSON gets 400",
    anchor: "what-it-must-refuse",
    needs,
    appliesTo: hasBody,
    test: async (probe) =>
      expectStatus(await probe.send({ body: "{" }), 400, "answer 400 where the body can't be parsed"),
  },
  {
    id: "correlation-id",
    title: "the correlation id comes back",
    anchor: "the-request",
    needs,
    test({ admission }) {
      const given = admission?.answer.headers.get("X-Correlation-ID") ?? null;
      if (given !== null && given === admission?.correlationId) return shown();
      return failed(
        given === null ? "the answer has no `X-Correlation-ID`" : "the answer has another `X-Correlation-ID`",
        "send back the `X-Correlation-ID` of the request, and log it: it joins the two logs",
      );
    },
  },
  {
    id: "in-time",
    title: "it answers well within the job's timeout",
    anchor: "the-answer",
    needs,
    test({ admission, endpoint, knowsDryRuns }) {
      const tookMs = Math.round(admission?.answer.durationMs ?? 0);
      const seen = `${tookMs} ms of ${endpoint.settings.timeoutMs / 1000} s`;
      if (tookMs < endpoint.settings.timeoutMs / 2) return shown(seen);
      return failed(
        `it took ${seen}${knowsDryRuns ? ", without doing the work" : ""}`,
        "give the job a longer `timeout`, or answer 202 and work in the background",
      );
    },
  },
];
