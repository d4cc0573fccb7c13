/** What is read here of a run, as `GET /runs` tells it. */
export interface RunAnswer {
  readonly runId: string;
  readonly correlationId: string;
  readonly status: string;
  readonly trigger: string;
  readonly statusCode?: number;
  readonly attempts: number;
  readonly attemptLog?: readonly {
    readonly attempt: number;
    readonly statusCode?: number;
    readonly error?: string;
  }[];
  readonly events?: readonly { readonly status: string; readonly why: string }[];
}

export interface TickAnswer {
  readonly outcome: string;
  readonly runs: readonly RunAnswer[];
}

interface WorkerRequest {
  readonly method?: string;
  readonly body?: string;
  readonly token?: string;
}

export interface WholeWorker {
  readonly url: string;
  /** Delivers a tick, as Cloudflare's cron does. Rejects where the process is killed meanwhile. */
  tick(cron: string, scheduledTime: number): Promise<TickAnswer>;
  /** Runs a job by hand. Resolves with the run's id, when the backend has answered. */
  trigger(job: string): Promise<string>;
  run(runId: string): Promise<RunAnswer>;
  /** @param request its token is the Worker's own where it names none */
  ask(path: string, request?: WorkerRequest): Promise<Response>;
}

/** @param ownToken what its routes ask for */
export function connectWorker(url: string, ownToken: string): WholeWorker {
  const ask: WholeWorker["ask"] = (path, { token = ownToken, ...init } = {}) =>
    fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` }, ...init });
  const answer = async <T>(path: string, method = "GET"): Promise<T> =>
    (await ask(path, { method })).json() as Promise<T>;
  return {
    url,
    ask,
    tick(cron, scheduledTime) {
      const query = new URLSearchParams({ cron, time: String(scheduledTime) });
      return answer(`/__scheduled?${query.toString()}`, "POST");
    },
    async trigger(job) {
      const response = await ask("/trigger", { method: "POST", body: JSON.stringify({ job }) });
      const { runs } = (await response.json()) as { readonly runs: readonly [RunAnswer] };
      return runs[0].runId;
    },
    run: async (runId) => (await answer<{ readonly run: RunAnswer }>(`/runs/${runId}`)).run,
  };
}
