import { checkZoneName } from "../zones/check-zone-name.ts";
import type { Remark } from "./found.ts";
import { check, note } from "./found.ts";

/** A zone under the name that this language has for it. Without one the schedule is in UTC, and the remark says so. */
export function convertZone(name: string): {
  readonly timeZone?: string;
  readonly remarks: readonly Remark[];
} {
  if (name === "UTC") return { remarks: [] };
  const problem = checkZoneName(name);
  if (problem === null) return { timeZone: name, remarks: [] };
  // The name that the check would have one write, where that leaves nothing to choose.
  const [, only] = /^write `([^`]+)`$/.exec(problem.hint) ?? [];
  if (only === "UTC") return { remarks: [] };
  if (only !== undefined)
    return { timeZone: only, remarks: [note(`the time zone \`${name}\` is called \`${only}\` here.`)] };
  return { remarks: [check(`${problem.message}: ${problem.hint}. Until then it runs in UTC.`)] };
}
