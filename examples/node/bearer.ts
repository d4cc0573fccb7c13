import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether an `Authorization` header carries this token. The time it takes says nothing about the
 * token: SHA-256 makes both sides equally long, as `timingSafeEqual` asks for.
 */
export function hasBearer(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  return given !== undefined && token !== "" && timingSafeEqual(sha256(given), sha256(token));
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
