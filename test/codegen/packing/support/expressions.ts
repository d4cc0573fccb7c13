import * as fc from "fast-check";
import { parseCron, printCron, type Cron } from "../../../../src/schedule/cron.ts";

/*
 * Random expressions as the compiler hands them to the packing: canonical, at most one day field
 * restricted. Values come from small sets, so that members often have something in common.
 */

function list(min: number, max: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength })
    .map((values) => values.join(","));
}

const minutes = fc.oneof(list(0, 59, 3), fc.constantFrom("0", "30", "*/5", "*/15", "*/20"));
const hours = fc.oneof(list(0, 23, 3), fc.constantFrom("*", "*/6", "*/2", "9-17", "0", "12"));
/** Written with all three fields, as `support/brute-force.ts` reads them. */
export const dayTexts = [
  "* * *",
  "* * MON",
  "* * MON-FRI",
  "* * SAT,SUN",
  "1 * *",
  "15 * *",
  "1-7 * *",
  "28-31 * *",
  "* 1-6 *",
  "* 7-12 MON",
  "31 1-6 *",
  "L * *",
  "15W * *",
  "* * MON#2",
  "* * FRIL",
];
const days = fc.oneof(fc.constant("* * *"), fc.constantFrom(...dayTexts));

export const expression: fc.Arbitrary<string> = fc
  .tuple(minutes, hours, days)
  .map((fields) => printCron(cronOf(fields.join(" "))));

export function distinctExpressions(minLength: number, maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(expression, { minLength, maxLength });
}

export function cronOf(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`${text}: ${result.errors[0]?.message}`);
  return result.cron;
}
