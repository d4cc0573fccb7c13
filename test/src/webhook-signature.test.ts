import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { readWebhookKey, type WebhookKey, webhookHeaders } from "../../src/webhook-signature.ts";

/** The test vector of the standard's own libraries. */
const VECTOR = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  sentAt: 1_614_265_330_000,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

function keyOf(secret: string): WebhookKey {
  const key = readWebhookKey(secret);
  if (key === null) throw new Error("the secret holds no key");
  return key;
}

function secretOf(bytes: Iterable<number>): string {
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

function zeros(length: number): string {
  return secretOf(new Uint8Array(length));
}

const keyBytes = fc.uint8Array({ minLength: 24, maxLength: 64 });

describe("webhookHeaders", () => {
  it("gives the signature of the standard's test vector", async () => {
    expect(await webhookHeaders(VECTOR, [keyOf(VECTOR.secret)])).toEqual({
      "webhook-id": VECTOR.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": VECTOR.signature,
    });
  });

  it("counts whole seconds: a part of one is left out", async () => {
    const message = { ...VECTOR, sentAt: VECTOR.sentAt + 999 };
    const headers = await webhookHeaders(message, [keyOf(VECTOR.secret)]);
    expect(headers["webhook-signature"]).toBe(VECTOR.signature);
  });

  it("signs whatever the reference library signs, alike, with one key and with two", async () => {
    const message = fc.record({
      id: fc.string({ minLength: 1 }),
      sentAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      body: fc.oneof(fc.constant(""), fc.string({ unit: "grapheme" }), fc.json()),
    });
    const keys = fc.array(keyBytes, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(message, keys, async (given, each) => {
        const secrets = each.map(secretOf);
        const want = secrets.map((secret) =>
          new Webhook(secret).sign(given.id, new Date(given.sentAt), given.body),
        );
        const headers = await webhookHeaders(given, secrets.map(keyOf));
        expect(headers["webhook-signature"]).toBe(want.join(" "));
      }),
    );
  });
});

describe("readWebhookKey", () => {
  it("gives the bytes back, of every length that the standard allows", () => {
    fc.assert(
      fc.property(keyBytes, (bytes) => {
        expect(Array.from(readWebhookKey(secretOf(bytes)) ?? [])).toEqual(Array.from(bytes));
      }),
    );
  });

  it.each([
    { what: "nothing", given: "" },
    { what: "the prefix alone", given: "whsec_" },
    { what: "no prefix", given: VECTOR.secret.slice(6) },
    { what: "another prefix", given: VECTOR.secret.replace("whsec_", "whsk_") },
    { what: "23 bytes", given: zeros(23) },
    { what: "65 bytes", given: zeros(65) },
    { what: "no padding", given: zeros(32).replace(/=+$/, "") },
    { what: "the URL alphabet", given: `whsec_${"-_".repeat(16)}` },
    { what: "a blank within", given: VECTOR.secret.replace("qr", "q r") },
    { what: "a line's end", given: `${VECTOR.secret}\n` },
  ])("null of $what", ({ given }) => {
    expect(readWebhookKey(given)).toBeNull();
  });
});
