/** A deploy that ends before it is done. The message says what failed and what to do. */
export class DeployStopped extends Error {
  override readonly name = "DeployStopped";

  /** Whether it failed because Cloudflare or the Worker did not answer. */
  readonly isUnreachable: boolean;

  constructor(message: string, isUnreachable = false) {
    super(message);
    this.isUnreachable = isUnreachable;
  }
}
