import { parseCron, type Cron } from "../../../../src/schedule/cron.ts";

/** The expression, of which the test knows that it is valid. */
export function parsed(text: string): Cron {
  const result = parseCron(text);
  if (!result.ok) throw new Error(`${text}: ${result.errors.map((error) => error.message).join("; ")}`);
  return result.cron;
}
