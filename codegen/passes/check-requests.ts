import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { parseEndpoint } from "../schema/endpoint.ts";
import { headerFault } from "../schema/headers.ts";
import type { RawRequest, RawSchedules } from "../schema/raw.ts";
import type { Path, SourceDocument } from "../source/document.ts";
import { spanOfKey } from "../source/span.ts";

/** Reports SCH113 (a header that a job can't set) and SCH311 (a payload that its method can't carry). */
export function checkRequests(document: SourceDocument, raw: RawSchedules): Diagnostic[] {
  return Object.entries(raw.jobs).flatMap(([key, job]) => [
    ...checkRequest(document, ["jobs", key], job, job.endpoint),
    ...Object.entries(job.overrides ?? {}).flatMap(([name, override]) =>
      checkRequest(document, ["jobs", key, "overrides", name], override, override.endpoint ?? job.endpoint),
    ),
  ]);
}

function checkRequest(
  document: SourceDocument,
  path: Path,
  request: RawRequest,
  endpoint: string,
): Diagnostic[] {
  const headers = Object.keys(request.headers ?? {}).flatMap((name) => {
    const fault = headerFault(name);
    return fault === null
      ? []
      : [
          diagnostic(
            "SCH113",
            spanOfKey(document, [...path, "headers", name]),
            `the header \`${name}\` ${fault}`,
          ),
        ];
  });
  const { method } = parseEndpoint(endpoint);
  if (request.payload === undefined || (method !== "GET" && method !== "HEAD")) return headers;
  const message = `a ${method} request has no body, so this payload would never be sent`;
  const hint = "use POST, or `query` in place of `payload`";
  return [...headers, diagnostic("SCH311", spanOfKey(document, [...path, "payload"]), message, { hint })];
}
