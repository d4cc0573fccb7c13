import type { z } from "zod";
import type { Problem } from "./scalar.ts";
import { shown } from "./scalar.ts";
import { listed, textThat } from "./texts.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Method and path of a request, with the query that stands in it (without `?`). */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly query: string;
}

/** Splits `POST /path?query`; the method is POST if left out. The text must have passed the schema. */
export function parseEndpoint(text: string): Endpoint {
  const [first = "", second] = text.split(" ");
  const [path = "", query = ""] = (second ?? first).split(/\?(.*)/s);
  return { method: second === undefined ? "POST" : first, path, query };
}

/** `METHOD /path` or `/path`, a path on the environment's backend. Reports SCH109. */
export function endpoint(): z.ZodType<string, string> {
  const meta = {
    description: "Method and path on the environment's backend, `POST /cron/report?day=1`. POST if left out.",
    pattern: `^((${methods.join("|")}) )?/[^/\\s].*$|^/$`,
    examples: ["POST /cron/report"],
  };
  return textThat(meta, (value) => {
    const wrong = endpointFault(value);
    return wrong
      ? { code: "SCH109", message: `${shown(value)} is no endpoint: ${wrong.message}`, hint: wrong.hint }
      : null;
  });
}

function endpointFault(value: string): Omit<Problem, "code"> | null {
  if (/^([A-Z]+ )?[a-z][a-z0-9+.-]*:/i.test(value)) {
    return {
      message: "the host comes from the environment's `backend`",
      hint: "write the path alone: POST /cron/report",
    };
  }
  const words = value.split(" ");
  const path = words.at(-1) ?? "";
  if (words.length > 2 || /[\s\p{Cc}]/u.test(path)) {
    return {
      message: "it must be `METHOD /path` or `/path`, with one space",
      hint: "write a blank in a path as %20",
    };
  }
  const method = words.length === 2 ? (words[0] ?? "") : "POST";
  if (!methods.some((known) => known === method)) {
    const upper = method.toUpperCase();
    const hint = methods.some((known) => known === upper) ? `write ${upper} ${path}` : undefined;
    return { message: `the method \`${method}\` is not one of ${listed(methods)}`, hint };
  }
  if (!path.startsWith("/"))
    return { message: "the path must begin with `/`", hint: `write ${method} /${path}` };
  if (path.startsWith("//") || path.startsWith("/\\")) return { message: "`//` would name another host" };
  if (path.includes("#")) return { message: "a fragment (`#…`) is never sent", hint: "write `#` as %23" };
  const segments = (path.split("?")[0] ?? "").split(/[/\\]/);
  if (segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    return { message: "`.` and `..` are not allowed in it" };
  return null;
}
