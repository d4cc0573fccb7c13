import { readCredentials } from "./credentials.ts";
import type { KnownInvocation } from "./invocation.ts";
import type { RequestTarget } from "./request.ts";
import type { Run } from "./run.ts";
import { logOfRun } from "./run-log.ts";

/** Where a run's requests go and with which credentials, or, as `error`, why none can be sent. */
export function requestTarget(
  run: Run,
  { environment, configuration, log }: KnownInvocation,
): RequestTarget | { readonly error: string } {
  const { environmentName, backendBase, secrets } = configuration;
  if (backendBase === null) {
    return { error: "the var BACKEND_BASE is not set to a plain http(s) URL, so no request was sent" };
  }
  const { faults, warnings, ...credentials } = readCredentials(run.settings.auth, secrets);
  if (faults.length > 0) return { error: faults.map(({ error }) => error).join("; ") };
  for (const { error } of warnings) logOfRun(run, log).error(`A secret can't be used: ${error}`);
  return { environment: environmentName, worker: environment.worker, backendBase, ...credentials };
}
