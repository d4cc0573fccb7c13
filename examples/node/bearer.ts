import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether an `Authorization` header carries one of these tokens. The time it takes says nothing about
 * them: SHA-256 makes both sides equally long, as `timingSafeEqual` asks for, and each is compared.
 */
export function hasBearer(authorization: string | undefined, tokens: readonly string[]): boolean {
  const given = sha256(/^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
  return tokens.filter((token) => token !== "" && timingSafeEqual(given, sha256(token))).length > 0;
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
