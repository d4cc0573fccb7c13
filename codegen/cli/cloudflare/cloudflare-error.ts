/** Cloudflare could not be asked, or did not answer what was asked. The message says why and what to do. */
export class CloudflareError extends Error {
  override readonly name = "CloudflareError";
}

/** Codes of Cloudflare's API that say that nothing of this name is there. */
export const notFoundCodes: readonly number[] = [10007, 10090, 10092];

/**
 * What an answer that refuses means for the person who asked.
 *
 * @param code of Cloudflare's API; null where the answer had none
 */
export function refusal(status: number, code: number | null, message: string): string {
  const said = `Cloudflare answers ${status}${code === null ? "" : ` (${code}: ${message})`}`;
  if (status === 401 || status === 403 || code === 10000 || code === 6003)
    return `${said}: it does not take the token. Make one from the template "Edit Cloudflare Workers" for this account, and set it as CLOUDFLARE_API_TOKEN; or log in: npx wrangler login`;
  if (code === 7003)
    return `${said}: is CLOUDFLARE_ACCOUNT_ID right? npx wrangler whoami shows your accounts.`;
  if (status === 429) return `${said}: too many calls. Wait five minutes, then run it again.`;
  if (status >= 500)
    return `${said}. See https://www.cloudflarestatus.com, and run it again in a few minutes.`;
  return `${said}. Run it again; if it stays so, ask Cloudflare's API the same with curl, and see what it says.`;
}
