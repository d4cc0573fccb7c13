import type { RawJob, RawOverride } from "../schema/raw.ts";
import { parseEndpoint } from "../schema/endpoint.ts";
import type { ResolvedJob } from "../resolved.ts";

/**
 * The request of a job in one environment: the override's endpoint, query, headers and payload stand in the
 * place of the job's, each as a whole. The query keeps what is written in the endpoint, then adds `query`.
 */
export function resolveRequest(
  job: RawJob,
  override: RawOverride | undefined,
): Pick<ResolvedJob, "method" | "path" | "headers" | "payload"> {
  const { method, path, query } = parseEndpoint(override?.endpoint ?? job.endpoint);
  const added = Object.entries(override?.query ?? job.query ?? {}).map(([key, value]): [string, string] => [
    key,
    String(value),
  ]);
  const search = [query, new URLSearchParams(added).toString()].filter((part) => part !== "").join("&");
  return {
    method,
    // The URL parser encodes what a path or query can't hold as it is (blanks are refused before, umlauts are not).
    path: encodePath(search === "" ? path : `${path}?${search}`),
    headers: override?.headers ?? job.headers ?? {},
    payload: override?.payload ?? job.payload,
  };
}

function encodePath(path: string): string {
  const url = new URL(path, "https://backend.invalid");
  return url.pathname + url.search;
}
