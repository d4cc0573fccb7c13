/** What is said of the backend as a whole, before any endpoint is asked. */
import { describe, expect, it } from "vitest";
import type { NoAnswer } from "../../../codegen/handshake/ask.ts";
import { idsOf, outcomes, shake } from "./support/shake.ts";

describe("a backend that gives no answer", () => {
  it.each<{ reply: NoAnswer; failed: string[]; mend: string }>([
    {
      reply: { kind: "none", why: "network", text: "refused" },
      failed: ["reachable"],
      mend: "whether the backend runs",
    },
    {
      reply: { kind: "none", why: "timeout", text: "late" },
      failed: ["health"],
      mend: "answer within 5 s",
    },
    {
      reply: { kind: "none", why: "unreadable", text: "long headers" },
      failed: ["health"],
      mend: "curl -i",
    },
    {
      reply: { kind: "none", why: "tls", text: "expired" },
      failed: ["tls"],
      mend: "a certificate for this name",
    },
  ])("$reply.why: no endpoint is asked", async ({ reply, failed, mend }) => {
    const asked: string[] = [];
    const parts = await shake("https://api.example.org", {
      world: {
        ask: async ({ url }) => {
          asked.push(url);
          return reply;
        },
      },
    });
    expect(asked).toEqual(["https://api.example.org/health"]);
    expect(idsOf(parts, "failed")).toEqual(failed);
    expect(outcomes(parts)[failed[0] ?? ""]).toMatchObject({
      seen: reply.text,
      mend: expect.stringContaining(mend),
    });
  });

  it.each([
    { url: "http://api.example.org", want: "failed" },
    { url: "http://10.0.0.7:8000", want: "untried" },
    { url: "http://backend.internal", want: "untried" },
    { url: "http://100.64.0.1", want: "failed" },
    { url: "https://api.example.org", want: "shown" },
  ])("$url: TLS is $want", async ({ url, want }) => {
    const answer = {
      kind: "answer",
      status: 404,
      headers: new Headers(),
      text: "",
      excerpt: "",
      durationMs: 1,
    } as const;
    const parts = await shake(url, { world: { ask: async () => answer } });
    expect(outcomes(parts)["tls"]).toMatchObject({ kind: want });
  });
});
