import type { Invocation } from "../invocation.ts";
import { messageOf } from "../message-of.ts";
import { isUp, withTimeout } from "../timeout.ts";
import type { LedgerCalls, Standing } from "./protocol.ts";

/** A job is never held up longer by the book-keeping. */
const LEDGER_LIMIT_MS = 2_000;

/** The ledger did not answer: it is slow, down, refuses to write, or there is no binding to it. */
export class LedgerUnavailable extends Error {
  /** There is no binding: asking again would not help. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing = false) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** What the binding `LEDGER` offers: a Durable Object namespace. */
interface LedgerNamespace {
  readonly getByName: (name: string) => LedgerCalls;
}

/**
 * Asks the environment's ledger something.
 * @param limitMs how long it may take
 * @throws LedgerUnavailable where no answer comes in time
 */
export async function askLedger<T>(
  { configuration, platform }: Invocation,
  question: (ledger: LedgerCalls) => Promise<T>,
  limitMs: number = LEDGER_LIMIT_MS,
): Promise<T> {
  const { ledger: namespace, environmentName, redact } = configuration;
  if (!isNamespace(namespace)) {
    throw new LedgerUnavailable("there is no binding LEDGER: generate wrangler.toml and deploy again", true);
  }
  return withTimeout(platform, limitMs, async (signal) => {
    const inTime = isUp(signal).then(() => {
      throw new Error(`no answer within ${limitMs / 1000} s`);
    });
    try {
      return await Promise.race([question(namespace.getByName(environmentName)), inTime]);
    } catch (error) {
      throw new LedgerUnavailable(redact(messageOf(error)));
    }
  });
}

/** How the jobs stand, or, where the ledger does not answer, why not. */
export async function askStanding(invocation: Invocation): Promise<Standing | LedgerUnavailable> {
  return askLedger(invocation, (ledger) => ledger.standing()).catch((error: LedgerUnavailable) => error);
}

function isNamespace(value: unknown): value is LedgerNamespace {
  return typeof value === "object" && value !== null && "getByName" in value;
}
