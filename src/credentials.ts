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
  /** For people: what is wrong, as a sentence would end that begins with its name. */
  readonly what: string;
  /** For people: what is wrong, and what to do about the deployed Worker. */
  readonly error: string;
}

interface ReadCredentials extends Credentials {
  /** Of secrets that the job needs: with one of these none of its requests may leave. */
  readonly faults: readonly SecretFault[];
  /** Of one that it can do without: its requests leave. */
  readonly warnings: readonly SecretFault[];
}

/**
 * A job's credentials, and what is wrong with the secrets that it names. While a signing secret is being rotated,
 * `<NAME>_PREVIOUS` signs beside it; one that is malformed can't have been in use, so nothing waits for its signature.
 */
export function readCredentials(
  { bearer, hmac }: Auth,
  secrets: ReadonlyMap<string, string>,
): ReadCredentials {
  const faults: SecretFault[] = [];
  const token = bearer === null ? null : (secrets.get(bearer) ?? null);
  if (bearer !== null && token === null) faults.push(missing(bearer));
  // Checked here, as the runtime's own error would carry the value.
  if (bearer !== null && token !== null && !/^[\x21-\x7e]+$/.test(token))
    faults.push(malformed(bearer, "holds characters that no bearer token can have"));
  if (hmac === undefined) return { token, signingKeys: [], faults, warnings: [] };

  const previous = previousSecretName(hmac);
  const [key, previousKey] = [hmac, previous].map((name) => {
    const secret = secrets.get(name);
    return secret === undefined ? undefined : readWebhookKey(secret);
  });
  if (key === undefined) faults.push(missing(hmac));
  if (key === null) faults.push(malformed(hmac, NO_KEY));
  const warnings = previousKey === null ? [unusedPrevious(previous, hmac)] : [];
  const signingKeys = [key, previousKey].filter((each) => each !== undefined && each !== null);
  return { token, signingKeys, faults, warnings };
}

const NO_KEY = "is no signing secret: whsec_, then 24 to 64 bytes in base64";

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
  const what = "is not set";
  return {
    name,
    kind: "missing",
    what,
    error: `the secret ${name} ${what}, so no request was sent: ${advice}`,
  };
}

function malformed(name: string, what: string): SecretFault {
  const error = `the secret ${name} ${what}; so no request was sent: set it again`;
  return { name, kind: "malformed", what, error };
}

function unusedPrevious(name: string, current: string): SecretFault {
  const error = `the secret ${name} ${NO_KEY}; so requests are signed with ${current} alone: set it again, or delete it`;
  return { name, kind: "malformed", what: NO_KEY, error };
}
