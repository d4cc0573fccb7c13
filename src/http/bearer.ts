import { type Configuration, previousSecretName } from "../configuration.ts";

/**
 * Whose token an Authorization header carries, as the name of a secret: TRIGGER_TOKEN where that is set, else the one
 * that the environment's `defaults.auth.bearer` names. While a secret is being rotated, `<NAME>_PREVIOUS` is
 * accepted beside it. Null lets nobody in; a secret that is not set does so too.
 */
export async function authorizedBy(
  header: string | undefined,
  configuration: Configuration,
): Promise<string | null> {
  const given = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  const name = tokenName(configuration);
  if (given === undefined || name === null) return null;
  const accepted = await Promise.all(
    [name, previousSecretName(name)].map(async (each) => {
      const secret = configuration.secrets.get(each);
      return secret !== undefined && (await isEqualInConstantTime(given, secret)) ? each : null;
    }),
  );
  return accepted.find((each) => each !== null) ?? null;
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
