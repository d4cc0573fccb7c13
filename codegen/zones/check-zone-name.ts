import { epochDayOf, MINUTES_PER_DAY } from "../../src/schedule/civil.ts";
import { intlOffset } from "../../src/schedule/intl-offset.ts";
import { nearestZones } from "./nearest-zones.ts";
import { wellKnownZones, zonesByAbbreviation } from "./well-known-zones.ts";
import { zoneNames } from "./zone-names.ts";

/** What is wrong with a zone's name, and what to write instead. */
export interface ZoneProblem {
  readonly message: string;
  readonly hint: string;
}

const utc =
  /^(?:(?:Etc\/)?(?:UTC|UCT|Zulu|Universal|Greenwich|GMT)|Z)(?:[+-]?0{1,2}(?::?00)?)?$|^[+-]00(?::?00)?$/i;
const fixedOffset = /^(Etc\/)?(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/**
 * Whether a schedule may name this zone; null: it may. Refused are abbreviations and fixed offsets, as they don't say
 * when the clocks change; names that are no `Area/City` (`US/Pacific`, `Japan`); other letter case; unknown names.
 */
export function checkZoneName(text: string): ZoneProblem | null {
  if (zoneNames().has(text)) return null;
  return aliasOfUtc(text) ?? abbreviation(text) ?? offset(text) ?? oldName(text) ?? unknown(text);
}

function aliasOfUtc(text: string): ZoneProblem | null {
  if (!utc.test(text)) return null;
  const isGmt = /^GMT$/i.test(text);
  return {
    message: `\`${text}\` is not written here: the zone without an offset is called \`UTC\``,
    hint: isGmt ? "write `UTC`, or `Europe/London` for clocks that change in summer" : "write `UTC`",
  };
}

function abbreviation(text: string): ZoneProblem | null {
  const capitals = text.toUpperCase();
  if (!Object.hasOwn(zonesByAbbreviation, capitals)) return null;
  const zones = zonesByAbbreviation[capitals] ?? [];
  return {
    message: `\`${text}\` is an abbreviation: it does not say whose clocks are meant, nor when they change`,
    hint: `name a city: ${quoted(zones)}`,
  };
}

function offset(text: string): ZoneProblem | null {
  const match = fixedOffset.exec(text);
  if (match === null) return null;
  const [, isPosix, sign, hours, minutes = "0"] = match;
  const east = (60 * Number(hours) + Number(minutes)) * ((sign === "-") === (isPosix === undefined) ? -1 : 1);
  const turned =
    isPosix === undefined ? "" : ` (${offsetText(east)}: names under \`Etc\` turn the sign round)`;
  const cities = citiesAt(east);
  return {
    message: `\`${text}\` is a fixed offset${turned}: it does not say whose clocks are meant, nor when they change`,
    hint: cities === "" ? "name a city, such as `Europe/London`, or `UTC`" : `name a city: ${cities}`,
  };
}

/** `UTC+05:30`. */
function offsetText(east: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(east) / 60), Math.abs(east) % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `UTC${east < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** The best known city that has the offset all year, and those that have it in one half of the year. */
function citiesAt(east: number): string {
  const found = new Map<string, string>();
  for (const zone of wellKnownZones) {
    const offsetAt = intlOffset(zone);
    const [january, july] = [1, 7].map((month) => offsetAt(epochDayOf(2026, month, 1) * MINUTES_PER_DAY));
    if (january !== east && july !== east) continue;
    const when = january === july ? "all year" : january === east ? "in January" : "in July";
    if (!found.has(when)) found.set(when, zone);
  }
  return [...found].map(([when, zone]) => `\`${zone}\` (${when})`).join(", ");
}

/** `US/Pacific`, `Japan`: names from before `Area/City`, which the runtime still takes. */
function oldName(text: string): ZoneProblem | null {
  const [near] = nearestZones(text);
  if (near?.toLowerCase() === text.toLowerCase()) return null; // only its case is wrong
  const name = currentName(text);
  if (name === null || !zoneNames().has(name)) return null;
  return {
    message: `\`${text}\` is an old name: time zones are called \`Area/City\` here`,
    hint: `write \`${name}\``,
  };
}

function currentName(text: string): string | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null; // unknown to the runtime too
  }
}

function unknown(text: string): ZoneProblem {
  const near = nearestZones(text);
  return {
    message: `there is no time zone \`${text}\``,
    hint:
      near.length > 0
        ? `did you mean ${quoted(near)}?`
        : "time zones have IANA's `Area/City` names, such as `Europe/London`, or are `UTC`",
  };
}

/** "`A`, `B` or `C`". */
function quoted(names: readonly string[]): string {
  const texts = names.map((name) => `\`${name}\``);
  return texts.length === 1 ? texts.join() : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}
