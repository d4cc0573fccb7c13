import { type Configuration, previousSecretName } from "../configuration.ts";

/**
 * Whether an Authorization header carries a token that lets its sender in: the secret TRIGGER_TOKEN where
 * it is set, else the one that the environment's `defaults.auth.bearer` names. While a secret is being
 * rotated, `<NAME>_PREVIOUS` is accepted beside it. A secret that is not set lets nobody in.
 */
export async function isAuthorized(
  header: string | undefined,
  configuration: Configuration,
): Promise<boolean> {
  const given = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const name = tokenName(configuration);
  if (given === undefined || name === null) return false;
  const accepted = [name, previousSecretName(name)].map((secret) => configuration.secrets.get(secret));
  const matches = await Promise.all(
    accepted.filter((secret) => secret !== undefined).map((secret) => isEqualInConstantTime(given, secret)),
  );
  return matches.includes(true);
}

function tokenName({ secrets, environment }: Configuration): string | null {
  if (secrets.has("TRIGGER_TOKEN")) return "TRIGGER_TOKEN";
  const name = environment?.defaults.auth.bearer ?? null;
  // Without the secret itself, an old value that was never deleted must not open the door.
  return name !== null && secrets.has(name) ? name : null;
}

/** Compared as SHA-256, so that neither content nor length shows in the time it takes. */
async function isEqualInConstantTime(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256(a), sha256(b)]);
  return crypto.subtle.timingSafeEqual(left, right);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}
