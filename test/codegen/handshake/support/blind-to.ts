import { Webhook } from "standardwebhooks";
import { isJob, replaced } from "./deviation.ts";
import type { Deviation, Passing } from "./deviation.ts";
import { SIGNING_SECRET } from "./shake.ts";

/** Signed as it is sent, now, by the reference library. */
function resigned({ headers, body }: Pick<Passing, "headers" | "body">): Headers {
  const id = headers.get("Idempotency-Key") ?? "";
  const now = new Date();
  const copy = replaced(headers, "webhook-id", id);
  copy.set("webhook-timestamp", String(Math.floor(now.getTime() / 1000)));
  copy.set("webhook-signature", new Webhook(SIGNING_SECRET).sign(id, now, body));
  return copy;
}

/** What is wrong with a signed request, by the reference library. */
function signatureFault({ headers, body }: Passing): string | null {
  const id = headers.get("webhook-id");
  if (id === null) return "unsigned";
  if (id !== headers.get("Idempotency-Key")) return "altered-key";
  const sentAt = Number(headers.get("webhook-timestamp"));
  if (sentAt < Date.now() / 1000 - 300) return "old-timestamp";
  if (sentAt > Date.now() / 1000 + 300) return "future-timestamp";
  if (
    new Webhook(SIGNING_SECRET).sign(id, new Date(sentAt * 1000), body) === headers.get("webhook-signature")
  )
    return id.startsWith("production:job:") ? null : "other-job";
  return body.endsWith(" ") ? "altered-body" : "wrong-signature";
}

/** A backend that does not see this one fault. */
export function blindTo(fault: string): Deviation {
  return async (request, forward) => {
    if (!isJob(request) || !request.headers.has("Authorization") || signatureFault(request) !== fault)
      return forward();
    if (fault === "altered-key")
      return forward({
        headers: replaced(request.headers, "Idempotency-Key", request.headers.get("webhook-id") ?? ""),
      });
    if (fault === "other-job") {
      const body = JSON.stringify({ ...(JSON.parse(request.body) as object), job: "job" });
      const headers = replaced(request.headers, "Idempotency-Key", `production:job:${crypto.randomUUID()}`);
      return forward({ headers: resigned({ headers, body }), body });
    }
    return forward({ headers: resigned(request) });
  };
}
