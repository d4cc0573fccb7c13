import type { z } from "zod";
import { shown } from "./scalar.ts";
import { textThat } from "./texts.ts";

/** Hosts on which a request never leaves the machine. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** An absolute `http:` or `https:` URL without credentials or fragment. Reports SCH108, and SCH307 for credentials. */
export function url(description: string, { bare = false } = {}): z.ZodType<string, string> {
  return textThat({ format: "uri", description }, (value) => {
    if (hasCredentials(value)) {
      // Without the value: the password must not reach a log by way of this message.
      const message =
        "this URL has a user or password in it, which would stand in the repository and in logs";
      return { code: "SCH307", message, hint: "take it out, and set it with `wrangler secret put`" };
    }
    const wrong = urlFault(value, bare);
    return wrong
      ? { code: "SCH108", message: `${shown(value)} can't be used here: ${wrong}`, hint: urlHint(value) }
      : null;
  });
}

function hasCredentials(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username !== "" || password !== "";
}

function urlFault(value: string, bare: boolean): string | null {
  if (!URL.canParse(value)) return "it is no absolute URL";
  const { protocol, search, hash } = new URL(value);
  if (protocol !== "https:" && protocol !== "http:") return `\`${protocol}\` is no web address`;
  if (hash || value.endsWith("#")) return "a fragment (`#…`) is never sent";
  if (bare && (search || value.includes("?"))) return "a query belongs to the job's `endpoint` or `query`";
  return null;
}

function urlHint(value: string): string | undefined {
  return /^[a-z0-9.-]+\.[a-z]{2,}(\/.*)?$/i.test(value) ? `write https://${value}` : undefined;
}
