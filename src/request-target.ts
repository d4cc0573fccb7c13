import type { KnownInvocation } from "./invocation.ts";
import type { RequestTarget } from "./request.ts";
import type { Run } from "./run.ts";

/** Where a run's requests go and with which token, or, as `error`, why none can be sent. */
export function requestTarget(
  run: Run,
  { environment, configuration }: KnownInvocation,
): RequestTarget | { readonly error: string } {
  const { environmentName, backendBase, secrets } = configuration;
  if (backendBase === null) {
    return { error: "the var BACKEND_BASE is not set to a plain http(s) URL, so no request was sent" };
  }
  const target = { environment: environmentName, worker: environment.worker, backendBase };
  const name = run.settings.auth.bearer;
  if (name === null) return { ...target, token: null };
  const token = secrets.get(name);
  if (token === undefined) {
    return {
      error: `the secret ${name} is not set, so no request was sent: set it with wrangler secret put ${name}`,
    };
  }
  // Checked here, as the runtime's own error would carry the value.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return {
      error: `the secret ${name} holds characters that no bearer token can have, so no request was sent: set it again`,
    };
  }
  return { ...target, token };
}
