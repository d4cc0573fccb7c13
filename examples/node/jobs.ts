/** What the request asks for: the URL's query and the body's `payload`. */
export interface JobRequest {
  readonly query: URLSearchParams;
  readonly payload: unknown;
}

/** What a path does, and for whom. */
export interface Job {
  /** The jobs of schedules.yaml that call this path. A signed request must be for one of them. */
  readonly keys: readonly string[];
  /** Does the work and returns what to answer. It may throw: `BadRequest` for a wrong request, anything else is a 500. */
  readonly run: (request: JobRequest) => Promise<unknown>;
}

export class BadRequest extends Error {}

/** The paths that Workers call, and where your own work goes. */
export const jobs: Readonly<Record<string, Job>> = {
  "/cron/ee-recent": { keys: ["every5min"], run: async () => ({ updated: 12 }) },
  "/cron/parties-import": { keys: ["partiesImport"], run: async () => ({ imported: 3 }) },
  "/cron/check-current": { keys: ["checkCurrent"], run: async () => ({ checked: 140 }) },
  "/cron/mop-recent": { keys: ["mopDelta"], run: mopRecent },
};

async function mopRecent({ query }: JobRequest): Promise<unknown> {
  const hours = Number(query.get("delta") ?? "24");
  if (!Number.isInteger(hours) || hours < 1 || hours > 168) {
    throw new BadRequest("delta must be a whole number of hours, 1 to 168");
  }
  return { since: `${hours}h`, mopped: 1 };
}
