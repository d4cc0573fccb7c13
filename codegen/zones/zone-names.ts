import { zoneAliases } from "./zone-aliases.ts";

let names: ReadonlySet<string> | undefined;

/** The time zones that a schedule may name: IANA's `Area/City` names that this runtime knows, ascending, and `UTC`. */
export function zoneNames(): ReadonlySet<string> {
  names ??= new Set([...Intl.supportedValuesOf("timeZone"), ...zoneAliases].toSorted()).add("UTC");
  return names;
}
