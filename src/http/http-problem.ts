/** `Retry-After`: the object is back within moments where Cloudflare moves it, and within minutes after a deploy. */
export const LEDGER_RETRY_SECONDS = "30";

/** A request that is refused: thrown by a route, made into the answer by the app. */
export class HttpProblem extends Error {
  readonly status: 400 | 401 | 404 | 405 | 409 | 413 | 503;
  /** Further members of the answer's body. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: HttpProblem["status"],
    message: string,
    more: { details?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}
