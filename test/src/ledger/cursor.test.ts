/** Where a page of the history ends, and the next begins. */
import { describe, expect, it } from "vitest";
import { compareKeys, cursorOf, isCursor, keyOfCursor } from "../../../src/ledger/cursor.ts";

const key = (at: number, job: string, id: string) => ({ at, job, runId: `test:${job}:${id}` });

describe("keys of runs", () => {
  it("are sorted by time, then by job, then by id, whatever their order before", () => {
    const sorted = [
      key(1, "b", "2"),
      key(2, "B", "1"),
      key(2, "a", "1"),
      key(2, "a", "1#2"),
      key(2, "a", "2"),
      key(2, "b", "1"),
      key(10, "a", "1"),
    ];
    for (const mixed of [sorted.toReversed(), [...sorted.slice(3), ...sorted.slice(0, 3)]]) {
      expect(mixed.toSorted(compareKeys)).toEqual(sorted);
    }
    expect(compareKeys(key(2, "a", "1"), key(2, "a", "1"))).toBe(0);
  });
});

describe("a cursor", () => {
  it("leads back to the key that it is of", () => {
    const of = key(1_795_399_560_000, "parties", "20261123T0206Z#2");
    expect(cursorOf(of)).toBe("1795399560000~test:parties:20261123T0206Z#2");
    expect(keyOfCursor(cursorOf(of))).toEqual(of);
    expect(isCursor(cursorOf(of))).toBe(true);
  });

  it.each([
    "",
    "yesterday",
    "1795399560000",
    "1795399560000~",
    "~test:parties:1",
    "1795399560000~parties",
    "1795399560000~test:parties",
    "1795399560000~test::1",
    "1795399560000~test:parties:1~2",
    "-1~test:parties:1",
    "12345678901234567~test:parties:1",
  ])("is not: %j", (text) => {
    expect(isCursor(text)).toBe(false);
  });
});
