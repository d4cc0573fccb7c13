import { describe, expect, it } from "vitest";
import { checkZoneName } from "../../../codegen/zones/check-zone-name.ts";
import { wellKnownZones, zonesByAbbreviation } from "../../../codegen/zones/well-known-zones.ts";
import { zoneAliases } from "../../../codegen/zones/zone-aliases.ts";
import { zoneNames } from "../../../codegen/zones/zone-names.ts";
import { intlOffset } from "../../../src/schedule/intl-offset.ts";

describe("zoneNames", () => {
  it("are Area/City names and UTC", () => {
    const areas =
      /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Z]/;
    expect([...zoneNames()].filter((name) => !areas.test(name))).toEqual(["UTC"]);
  });

  it("hold each alias beside what Intl lists, and Intl takes each", () => {
    const listed = Intl.supportedValuesOf("timeZone");
    expect(listed.filter((name) => zoneAliases.includes(name))).toEqual([]);
    expect(zoneNames().size).toBe(listed.length + zoneAliases.length + 1);
    for (const alias of zoneAliases) expect(intlOffset(alias)(0), alias).toBeTypeOf("number");
  });
});

describe("checkZoneName", () => {
  it.each([
    "UTC",
    "Europe/London",
    "America/Argentina/Salta",
    "America/Indiana/Indianapolis",
    // One zone under its old and its new name.
    "Asia/Calcutta",
    "Asia/Kolkata",
    "Europe/Kyiv",
    "America/Port-au-Prince",
  ])("takes %s", (name) => {
    expect(checkZoneName(name)).toBeNull();
  });

  it.each([
    { text: "europe/london", hint: "did you mean `Europe/London`?" },
    { text: "asia/kolkata", hint: "did you mean `Asia/Kolkata`?" },
    { text: "America/New York", hint: "did you mean `America/New_York`?" },
    { text: "Amercia/New_York", hint: "did you mean `America/New_York`?" },
    { text: "Europe/NewYork", hint: "did you mean `America/New_York`?" },
    { text: "London", hint: "did you mean `Europe/London`?" },
    { text: "Melborne", hint: "did you mean `Australia/Melbourne`?" },
    { text: "Indianapolis", hint: "did you mean `America/Indiana/Indianapolis` or `America/Indianapolis`?" },
    {
      text: "Mars/Olympus",
      hint: "time zones have IANA's `Area/City` names, such as `Europe/London`, or are `UTC`",
    },
  ])("does not know $text: $hint", ({ text, hint }) => {
    expect(checkZoneName(text)).toEqual({ message: `there is no time zone \`${text}\``, hint });
  });

  it.each([
    { text: "EST", hint: "name a city: `America/New_York` or `America/Panama`" },
    { text: "BST", hint: "name a city: `Europe/London` or `Asia/Dhaka`" },
    { text: "bst", hint: "name a city: `Europe/London` or `Asia/Dhaka`" },
    { text: "IST", hint: "name a city: `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`" },
  ])("refuses the abbreviation $text: $hint", ({ text, hint }) => {
    const message = `\`${text}\` is an abbreviation: it does not say whose clocks are meant, nor when they change`;
    expect(checkZoneName(text)).toEqual({ message, hint });
  });

  it.each([
    {
      text: "GMT+1",
      hint: "name a city: `Europe/London` (in July), `Europe/Berlin` (in January), `Africa/Lagos` (all year)",
    },
    { text: "+05:30", hint: "name a city: `Asia/Kolkata` (all year)" },
    { text: "-0330", hint: "name a city: `America/St_Johns` (in January)" },
    { text: "UTC-11", hint: "name a city: `Pacific/Pago_Pago` (all year)" },
    { text: "+14", hint: "name a city: `Pacific/Kiritimati` (all year)" },
    { text: "-12:00", hint: "name a city, such as `Europe/London`, or `UTC`" },
  ])("refuses the fixed offset $text: $hint", ({ text, hint }) => {
    const message = `\`${text}\` is a fixed offset: it does not say whose clocks are meant, nor when they change`;
    expect(checkZoneName(text)).toEqual({ message, hint });
  });

  it("says that names under Etc turn the sign round", () => {
    expect(checkZoneName("Etc/GMT-5")).toEqual({
      message:
        "`Etc/GMT-5` is a fixed offset (UTC+05:00: names under `Etc` turn the sign round): it does not say whose clocks are meant, nor when they change",
      hint: "name a city: `Asia/Karachi` (all year)",
    });
  });

  it.each(["utc", "Etc/UTC", "Z", "Zulu", "+00:00", "GMT+0", "Etc/GMT-0"])("has UTC for %s", (text) => {
    expect(checkZoneName(text)?.hint).toBe("write `UTC`");
  });

  it("has a city beside UTC for GMT", () => {
    expect(checkZoneName("GMT")?.hint).toBe(
      "write `UTC`, or `Europe/London` for clocks that change in summer",
    );
  });

  it.each([
    { text: "US/Pacific", hint: "write `America/Los_Angeles`" },
    { text: "Japan", hint: "write `Asia/Tokyo`" },
    { text: "EST5EDT", hint: "write `America/New_York`" },
  ])("refuses the old name $text: $hint", ({ text, hint }) => {
    const message = `\`${text}\` is an old name: time zones are called \`Area/City\` here`;
    expect(checkZoneName(text)).toEqual({ message, hint });
  });
});

describe("the cities that messages name", () => {
  it("are names that a schedule may use", () => {
    const cities = [...wellKnownZones, ...Object.values(zonesByAbbreviation).flat()];
    expect(cities.filter((name) => !zoneNames().has(name))).toEqual([]);
  });
});
