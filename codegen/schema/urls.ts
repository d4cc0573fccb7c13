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

/** An absolute `http:` or `https:` URL without credentials or fragment. Reports SCH108. */
export function url(description: string, { bare = false } = {}): z.ZodType<string, string> {
  return textThat({ format: "uri", description }, (value) => {
    const wrong = urlFault(value, bare);
    return wrong
      ? { code: "SCH108", message: `${shown(value)} can't be used here: ${wrong}`, hint: urlHint(value) }
      : null;
  });
}

function urlFault(value: string, bare: boolean): string | null {
  if (!URL.canParse(value)) return "it is no absolute URL";
  const { protocol, username, password, search, hash } = new URL(value);
  if (protocol !== "https:" && protocol !== "http:") return `\`${protocol}\` is no web address`;
  if (username || password) return "a URL with credentials in it would stand in the repository and in logs";
  if (hash || value.endsWith("#")) return "a fragment (`#…`) is never sent";
  if (bare && (search || value.includes("?"))) return "a query belongs to the job's `endpoint` or `query`";
  return null;
}

function urlHint(value: string): string | undefined {
  return /^[a-z0-9.-]+\.[a-z]{2,}(\/.*)?$/i.test(value) ? `write https://${value}` : undefined;
}
