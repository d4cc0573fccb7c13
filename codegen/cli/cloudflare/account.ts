import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { parseJson } from "../../text/parse-json.ts";
import type { CloudflareApi, Credentials } from "./api.ts";
import { cloudflareApi } from "./api.ts";
import { CloudflareError } from "./cloudflare-error.ts";
import { wranglerBin } from "./wrangler-bin.ts";

const API_TIMEOUT_MS = 30_000;

/** An account, and who asks it. */
export interface Account {
  readonly api: CloudflareApi;
  readonly id: string;
  /** `/accounts/<id>/workers` */
  readonly workers: string;
}

/**
 * Opens the account that wrangler would deploy to, found in wrangler's order: `account_id` of the template,
 * CLOUDFLARE_ACCOUNT_ID, the only account there is. So for who asks: CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL,
 * CLOUDFLARE_API_TOKEN, the login of `wrangler login`.
 *
 * @param folder in which wrangler is asked for its login
 * @throws CloudflareError where nobody is logged in, or the account is not certain
 */
export async function openAccount(accountId: string | null, folder: string): Promise<Account> {
  const { CLOUDFLARE_API_BASE_URL: baseUrl, CLOUDFLARE_ACCOUNT_ID: fromEnv } = process.env;
  const credentials = await findCredentials(folder);
  const api = cloudflareApi(baseUrl || "https://api.cloudflare.com/client/v4", credentials, API_TIMEOUT_MS);
  const id = accountId || fromEnv || (await onlyAccount(api));
  return { api, id, workers: `/accounts/${encodeURIComponent(id)}/workers` };
}

async function findCredentials(folder: string): Promise<Credentials> {
  const { CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_TOKEN: token } = process.env;
  if (key && email) return { headers: { "X-Auth-Key": key, "X-Auth-Email": email } };
  return token ? { headers: { Authorization: `Bearer ${token}` } } : loggedIn(folder);
}

const printed = z.union([
  z.object({ token: z.string() }),
  z.object({ type: z.literal("api_key"), key: z.string(), email: z.string() }),
]);

/** What wrangler holds: it refreshes a login that has run out. */
async function loggedIn(folder: string): Promise<Credentials> {
  const args = [wranglerBin, "auth", "token", "--json"];
  const text = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(() => ({
    stdout: "",
  }));
  const found = printed.safeParse(parseJson(text.stdout));
  if (!found.success)
    throw new CloudflareError(
      "Nobody is logged in to Cloudflare. Set CLOUDFLARE_API_TOKEN, or log in: npx wrangler login",
    );
  return "token" in found.data
    ? { headers: { Authorization: `Bearer ${found.data.token}` } }
    : { headers: { "X-Auth-Key": found.data.key, "X-Auth-Email": found.data.email } };
}

async function onlyAccount(api: CloudflareApi): Promise<string> {
  const accounts =
    (await api.get("/accounts", z.array(z.object({ id: z.string(), name: z.string() })))) ?? [];
  const [account] = accounts;
  if (account && accounts.length === 1) return account.id;
  const names = accounts.map(({ id, name }) => `\n  ${id}  ${name}`).join("");
  throw new CloudflareError(
    accounts.length === 0
      ? "The token opens no account. Set CLOUDFLARE_ACCOUNT_ID to the one you mean."
      : `The token opens several accounts. Set CLOUDFLARE_ACCOUNT_ID to the one you mean:${names}`,
  );
}
