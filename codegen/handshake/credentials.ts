import type { Auth } from "../../src/job-map.ts";
import { readWebhookKey, type WebhookKey } from "../../src/webhook-signature.ts";

/** What an endpoint's requests carry to prove who sends them. */
export interface Credentials {
  /** null: none is sent. */
  readonly token: string | null;
  readonly signingKey: WebhookKey | null;
  /** Why there are not all that `auth` names, and what to do; null where there are. */
  readonly fault: string | null;
}

/** @param secrets by name; those that are not set are left out */
export function credentialsOf(
  { bearer, hmac }: Auth,
  secrets: Readonly<Record<string, string>>,
): Credentials {
  const token = bearer === null ? null : (secrets[bearer] ?? null);
  const secret = hmac === undefined ? undefined : secrets[hmac];
  const signingKey = secret === undefined ? null : readWebhookKey(secret);
  return { token, signingKey, fault: faultOf() };

  function faultOf(): string | null {
    if (bearer !== null && token === null) return notSet(bearer);
    if (token !== null && !/^[\x21-\x7e]+$/.test(token))
      return `\`${bearer}\` holds characters that no bearer token can have: set it again`;
    if (hmac !== undefined && secret === undefined) return notSet(hmac);
    if (hmac !== undefined && signingKey === null)
      return `\`${hmac}\` is no signing secret: set it again, as \`whsec_\` and 24 to 64 bytes in base64`;
    return null;
  }
}

function notSet(name: string): string {
  return `\`${name}\` is not set: put it into the environment, or into .dev.vars`;
}
