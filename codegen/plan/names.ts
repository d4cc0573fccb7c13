import { joined } from "../cron/describe-times.ts";
import { listed } from "../text/wrap.ts";

/** More names than these say no more to a reader. */
const maxNames = 4;

/** `a, b and c`, or `a, b, c, d and 9 more`. */
export function namesWords(names: readonly string[]): string {
  return names.length > maxNames ? listed(names, maxNames) : joined(names);
}
