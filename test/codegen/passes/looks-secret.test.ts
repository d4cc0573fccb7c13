import { describe, expect, it } from "vitest";
import { looksSecretName, looksSecretValue } from "../../../codegen/passes/looks-secret.ts";

/** A value in the form of a secret, put together here so that no scanner takes this file for a leak. */
const made = (prefix: string, length: number): string => prefix + "a1B2".repeat(length / 4);

describe("looksSecretName", () => {
  it.each([
    "token",
    "API_KEY",
    "apiKey",
    "x-api-key",
    "clientSecret",
    "CLIENT_SECRET",
    "x-auth-token",
    "accessToken",

    "password",
    "DB_PASSWORD",
    "passwd",
    "privateKey",
    "aws_access_key",
    "SLACK_WEBHOOK_URL",
    "credentials",
  ])("%s", (name) => {
    expect(looksSecretName(name)).toBe(true);
  });

  it.each([
    "REGION",
    "key",
    "tokenizer",
    "max_tokens_used",
    "secretary",
    "author",
    "passenger",
    "X-Team",
    "PUBLIC_URL",
    "monkey",
    "bearerless",
    "webhook",
    "keyboard",
  ])("not %s", (name) => {
    expect(looksSecretName(name)).toBe(false);
  });
});

describe("looksSecretValue", () => {
  it.each([
    { what: "a bearer", value: `Bearer ${made("", 16)}` },
    { what: "Stripe", value: made("sk_live_", 16) },
    { what: "GitHub", value: made("ghp_", 36) },
    { what: "Slack", value: made("xoxb-", 20) },
    { what: "Slack's webhook", value: `https://hooks.slack.com/services/${made("T", 8)}` },
    { what: "Standard Webhooks", value: made("whsec_", 24) },
    { what: "AWS", value: `AKIA${"A1B2".repeat(4)}` },
    { what: "a JWT", value: [made("eyJ", 12), made("eyJ", 12), made("", 12)].join(".") },
    { what: "a private key", value: ["-----BEGIN", "PRIVATE", "KEY-----"].join(" ") },
    { what: "a URL with a password", value: "postgres://user:word@db.example/x" },
  ])("$what", ({ value }) => {
    expect(looksSecretValue(value)).toBe(true);
  });

  it.each(["eu-west-1", "https://api.example.com/a@b", "Basic", "bearer", "sk_live_", "2026-11-23", ""])(
    "not %j",
    (value) => {
      expect(looksSecretValue(value)).toBe(false);
    },
  );
});
