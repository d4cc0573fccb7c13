import { previousSecretName } from "./configuration.ts";
import type { Auth } from "./job-map.ts";
import { readWebhookKey, type WebhookKey } from "./webhook-signature.ts";

/** What a job's requests carry, to prove who sends them. */
export interface Credentials {
  /** The bearer token; null sends none. */
  readonly token: string | null;
  /** What requests are signed with, the current key first; without any they are not signed. */
  readonly signingKeys: readonly WebhookKey[];
}

/** Why a secret can't be used. Its value is in no field. */
export interface SecretFault {
  readonly name: string;
  readonly kind: "missing" | "malformed";
  /** For people: what is wrong, and what to do. */
  readonly error: string;
}

/**
 * A job's credentials, and what is wrong with the secrets that it names: with a fault none of its requests may leave.
 * While a signing secret is being rotated, `<NAME>_PREVIOUS` signs beside it.
 */
export function readCredentials(
  { bearer, hmac }: Auth,
  secrets: ReadonlyMap<string, string>,
): Credentials & { readonly faults: readonly SecretFault[] } {
  const faults: SecretFault[] = [];
  const token = bearer === null ? null : (secrets.get(bearer) ?? null);
  if (bearer !== null && token === null) faults.push(missing(bearer));
  // Checked here, as the runtime's own error would carry the value.
  if (bearer !== null && token !== null && !/^[\x21-\x7e]+$/.test(token))
    faults.push(malformed(bearer, "holds characters that no bearer token can have", "set it again"));
  if (hmac === undefined) return { token, signingKeys: [], faults };

  const previous = previousSecretName(hmac);
  if (!secrets.has(hmac)) faults.push(missing(hmac));
  const signingKeys = [hmac, previous].flatMap((name) => {
    const secret = secrets.get(name);
    if (secret === undefined) return [];
    const key = readWebhookKey(secret);
    if (key !== null) return [key];
    const what = "is no signing secret: whsec_, then 24 to 64 bytes in base64";
    faults.push(malformed(name, what, name === previous ? "set it again, or delete it" : "set it again"));
    return [];
  });
  return { token, signingKeys, faults };
}

/** `missing: A; malformed: B, C`, each name once; null where nothing is wrong. */
export function describeFaults(faults: readonly SecretFault[]): string | null {
  const texts = (["missing", "malformed"] as const).flatMap((kind) => {
    const names = new Set(faults.filter((fault) => fault.kind === kind).map(({ name }) => name));
    return names.size > 0 ? [`${kind}: ${[...names].join(", ")}`] : [];
  });
  return texts.length > 0 ? texts.join("; ") : null;
}

function missing(name: string): SecretFault {
  const advice = `set it with wrangler secret put ${name}`;
  return { name, kind: "missing", error: `the secret ${name} is not set, so no request was sent: ${advice}` };
}

function malformed(name: string, what: string, advice: string): SecretFault {
  return { name, kind: "malformed", error: `the secret ${name} ${what}; so no request was sent: ${advice}` };
}
