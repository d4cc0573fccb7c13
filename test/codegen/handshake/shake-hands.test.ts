/** The example backend keeps every promise; each of them broken in turn, on its own, turns its row red. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "../../../examples/node/backend.ts";
import type { Outcome } from "../../../codegen/handshake/outcome.ts";
import { broken } from "./support/broken-promises.ts";
import { replaced, startDeviation } from "./support/deviation.ts";
import type { Deviation } from "./support/deviation.ts";
import { exampleJobs, idsOf, onlySignedJob, outcomes, plainJob, shake, signedJob } from "./support/shake.ts";
import { SIGNING_SECRET, TOKEN } from "./support/shake.ts";

let plain: Backend;
let signed: Backend;
let onlySigned: Backend;

beforeAll(async () => {
  plain = await startBackend({ token: TOKEN });
  signed = await startBackend({ token: TOKEN, signingSecrets: [SIGNING_SECRET], jobs: exampleJobs });
  onlySigned = await startBackend({ signingSecrets: [SIGNING_SECRET], jobs: exampleJobs });
});

afterAll(async () => {
  await plain.close();
  await signed.close();
  await onlySigned.close();
});

/** Shakes hands with a backend that departs from its contract. */
async function shakeWith(deviation: Deviation, isSigned = false, options: Parameters<typeof shake>[1] = {}) {
  const deviating = await startDeviation((isSigned ? signed : plain).url, deviation);
  try {
    return await shake(deviating.url, { job: isSigned ? signedJob : plainJob, ...options });
  } finally {
    await deviating.close();
  }
}

describe("a handshake with the example backend", () => {
  it("shows every promise; only TLS can't be tried on loopback", async () => {
    const parts = await shake(plain.url);
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(idsOf(parts, "untried")).toEqual(["tls"]);
    expect(idsOf(parts, "shown")).toContain("same-key");
  });

  it("shows the signature's promises too where the job signs", async () => {
    const parts = await shake(signed.url, { job: signedJob });
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(idsOf(parts, "shown")).toEqual(
      expect.arrayContaining(["unsigned", "altered-body", "other-job", "future-timestamp"]),
    );
  });

  it("shows all but the token's promises where the job sends none", async () => {
    const parts = await shake(onlySigned.url, { job: onlySignedJob });
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(idsOf(parts, "untried")).toEqual(["tls"]);
    const ids = Object.keys(outcomes(parts));
    expect(ids).toEqual(expect.arrayContaining(["no-credentials", "wrong-signature", "other-job"]));
    expect(ids.filter((id) => id === "wrong-token" || id === "unsigned")).toEqual([]);
  });

  it.concurrent.each(broken)(
    "fails where it $what, in that row alone",
    { timeout: 30_000 },
    async ({ deviation, isSigned, failing, seen, mend }) => {
      const parts = await shakeWith(deviation, isSigned);
      expect(idsOf(parts, "failed")).toEqual([failing]);
      expect(outcomes(parts)[failing]).toEqual<Outcome>({
        kind: "failed",
        seen: expect.stringContaining(seen) as string,
        mend: expect.stringContaining(mend) as string,
      });
    },
  );

  it("is content with a backend that lets the second of two wait for the first", async () => {
    const answers = new Map<string, Promise<Awaited<ReturnType<Deviation>>>>();
    const parts = await shakeWith(async (request, forward) => {
      const key = request.headers.get("X-Cron-Dry-Run")?.startsWith("hold")
        ? request.headers.get("Idempotency-Key")
        : null;
      if (key === null) return forward();
      const answer = answers.get(key) ?? forward();
      answers.set(key, answer);
      return answer;
    });
    expect(idsOf(parts, "failed")).toEqual([]);
    expect(outcomes(parts)["at-once"]).toEqual({ kind: "shown", seen: "the second did not run" });
  });

  it("does not take equal answers for one run where the dry run is not held", async () => {
    const parts = await shakeWith((request, forward) => {
      const headers = replaced(request.headers, "X-Cron-Dry-Run", "1");
      return forward({ headers: replaced(headers, "Idempotency-Key", crypto.randomUUID()) });
    });
    expect(outcomes(parts)).toMatchObject({
      "at-once": { kind: "untried", why: expect.stringContaining("hold=1000") },
      "same-key": { kind: "untried", why: expect.stringContaining("alike") },
    });
  });
});
