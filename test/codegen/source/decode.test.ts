import { describe, expect, it } from "vitest";
import { decodeSource, maxSourceBytes } from "../../../codegen/source/decode.ts";
import { compileText, fileWithJob, placeOf, placesOf } from "../support/compile-text.ts";

const file = fileWithJob('endpoint: /report\nschedule: "0 9 * * *"');
const encoder = new TextEncoder();

function concat(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...encoder.encode(part)] : part)),
  );
}

describe("decodeSource", () => {
  it("takes a file of exactly 16 MiB, and refuses one byte more as SCH002", () => {
    expect(maxSourceBytes).toBe(16 * 1024 * 1024);
    const bytes = new Uint8Array(maxSourceBytes + 1).fill("#".charCodeAt(0));
    expect(decodeSource("f", bytes.subarray(1)).diagnostics).toEqual([]);
    const { diagnostics } = decodeSource("f", bytes);
    expect(diagnostics.map(placeOf)).toEqual(["SCH002 1:1-1:1"]);
    expect(diagnostics[0]?.message).toContain("16777217 bytes");
  });

  const notUtf8 = [
    { name: "a Latin-1 letter", bytes: concat("a: caf", [0xe9], "\n"), place: "SCH001 1:7-1:8" },
    { name: "the first byte", bytes: concat([0xff], "a: 1\n"), place: "SCH001 1:1-1:2" },
    {
      name: "a letter that is cut off at the end",
      bytes: concat("a: 1\nb: ü", [0xc3]),
      place: "SCH001 2:5-2:6",
    },
    { name: "UTF-16", bytes: concat([0xff, 0xfe, 0x61, 0, 0x3a, 0]), place: "SCH001 1:1-1:2" },
    { name: "an overlong form", bytes: concat("a: ", [0xc0, 0xaf]), place: "SCH001 1:4-1:5" },
    { name: "half a surrogate pair", bytes: concat("a: ", [0xed, 0xa0, 0x80]), place: "SCH001 1:4-1:5" },
    { name: "behind an emoji", bytes: concat("a: 🎉", [0xff]), place: "SCH001 1:6-1:7" },
    {
      name: "behind a byte order mark",
      bytes: concat([0xef, 0xbb, 0xbf], "a: ", [0xff]),
      place: "SCH001 1:4-1:5",
    },
    {
      name: "behind a U+FFFD of the file's own",
      bytes: concat("a: \uFFFD", [0xff]),
      place: "SCH001 1:5-1:6",
    },
  ];
  it.each(notUtf8)("finds the first byte that is not UTF-8: $name", ({ bytes, place }) => {
    expect(decodeSource("f", bytes).diagnostics.map(placeOf)).toEqual([place]);
  });

  it("keeps a U+FFFD that is in the file", () => {
    expect(decodeSource("f", encoder.encode("a: \uFFFD")).source.text).toBe("a: \uFFFD");
  });

  it("leaves a byte order mark out, and columns count from behind it", () => {
    expect(placesOf(compileText(concat([0xef, 0xbb, 0xbf], file)))).toEqual([]);
    const wrong = concat([0xef, 0xbb, 0xbf], file.replace("version: 1", "version: 2"));
    expect(placesOf(compileText(wrong))).toEqual(["SCH104 1:10-1:11"]);
  });

  it.each([
    ["CRLF", "\r\n"],
    ["a lone CR", "\r"],
  ])("reads line ends of %s, and counts lines by them", (_name, end) => {
    expect(placesOf(compileText(file.replaceAll("\n", end)))).toEqual([]);
    const wrong = file.replace("/report", "report").replaceAll("\n", end);
    expect(placesOf(compileText(wrong))).toEqual(["SCH109 9:15-9:21"]);
  });
});
