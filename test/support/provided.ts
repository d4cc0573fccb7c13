/** What `workerd-global-setup.ts` hands to the tests in workerd, by vitest's `provide` and `inject`. */
declare module "vitest" {
  interface ProvidedContext {
    /** Base URL of the misbehaving server. */
    backendUrl: string;
    /** Base URL of a second one, on another port: another host, to a redirect. */
    otherHostUrl: string;
    /** A URL at which nobody listens. */
    refusedUrl: string;
  }
}

/** A request as it arrived. Header names are lower case. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
