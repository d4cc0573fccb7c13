import { describe, expect, it } from "vitest";
import { convertZone } from "../../../codegen/import/convert-zone.ts";

describe("a time zone", () => {
  it.each([
    ["UTC", undefined, []],
    ["Etc/UTC", undefined, []],
    ["Europe/London", "Europe/London", []],
    ["US/Pacific", "America/Los_Angeles", [false]],
    ["Japan", "Asia/Tokyo", [false]],
    // These leave a choice, so UTC stands until someone has made it.
    ["EST", undefined, [true]],
    ["GMT", undefined, [true]],
    ["Etc/GMT-5", undefined, [true]],
    ["Local", undefined, [true]],
    ["Europe/Londn", undefined, [true]],
  ])("%s is %s here", (name, zone, checks) => {
    const { timeZone, remarks } = convertZone(name);
    expect([timeZone, remarks.map(({ check }) => check)]).toEqual([zone, checks]);
  });
});
