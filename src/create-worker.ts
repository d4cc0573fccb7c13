import { createApp } from "./http/app.ts";
import { openInvocation } from "./invocation.ts";
import type { JobMap } from "./job-map.ts";
import type { Platform } from "./platform.ts";
import { failureOf, tick } from "./tick.ts";
import type { Bindings } from "./configuration.ts";

/** Both handlers that Cloudflare calls. */
export interface Worker {
  readonly fetch: (request: Request, bindings: Bindings, context: ExecutionContext) => Promise<Response>;
  readonly scheduled: (
    controller: ScheduledController,
    bindings: Bindings,
    context: ExecutionContext,
  ) => Promise<void>;
}

/** Puts the Worker together for one job map on one platform. */
export function createWorker(jobMap: JobMap, platform: Platform): Worker {
  const app = createApp(jobMap, platform);
  return {
    fetch: async (request, bindings, context) => app.fetch(request, bindings, context),

    /**
     * One tick. Rejects when any of its runs did not succeed, when `ENVIRONMENT` has no job map, or when
     * we have a bug, so that Cloudflare's own history of the cron shows the truth.
     */
    async scheduled(controller, bindings) {
      controller.noRetry(); // Retries are ours: Cloudflare's would run the jobs that did succeed again.
      const invocation = openInvocation(bindings, jobMap, platform);
      const failure = failureOf(await tick(controller, invocation), invocation);
      if (failure) throw failure;
    },
  };
}
