import { looksSecretName, looksSecretValue } from "../passes/looks-secret.ts";
import { endpoint } from "../schema/endpoint.ts";
import type { Remark } from "./found.ts";
import { check, note } from "./found.ts";

/** Names of parameters that hold secrets in addresses of cron jobs, beside those that say so of any value. */
const secretParameter = /key|token|secret|auth|pass/i;

/** What a request's address says: its endpoint, undefined where it can't be one, and what to say of the rest. */
export interface ReadUrl {
  readonly endpoint?: string;
  readonly remarks: readonly Remark[];
}

/** Method and path of a request to an absolute address. Parameters that look like secrets are left out. */
export function readUrl(method: string, address: string): ReadUrl {
  // A variable in it is known on the machine alone.
  if (/[$`{}]/.test(address) || !URL.canParse(address)) return { remarks: [] };
  const url = new URL(address);
  const secrets = [...url.searchParams].filter(
    ([name, value]) => secretParameter.test(name) || looksSecretName(name) || looksSecretValue(value),
  );
  for (const [name] of secrets) url.searchParams.delete(name);
  const text = `${method} ${url.pathname}${secrets.length > 0 ? url.search : (address.split("#")[0]?.match(/\?.*$/s)?.[0] ?? "")}`;
  if (!endpoint().safeParse(text).success) return { remarks: [] };
  return {
    endpoint: text,
    remarks: [
      note(`the environment's \`backend\` must be ${url.origin}.`),
      ...secrets.map(([name]) =>
        check(`the parameter \`${name}\` looks like a secret and is left out: \`auth\` sends one.`),
      ),
      ...(url.username === "" ? [] : [check("the address held a password, which is left out: see `auth`.")]),
    ],
  };
}
