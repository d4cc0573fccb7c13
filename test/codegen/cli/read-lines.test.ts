import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../../codegen/cli/read-lines.ts";

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  return Array.fromAsync(readLines(stream()));
}

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  { given: "", want: [] },
  { given: "a\nb", want: ["a", "b"] },
  { given: "a\r\nb\r\n", want: ["a", "b"] },
  { given: "\n\na\n", want: ["", "", "a"] },
  { given: "a\rb\u2028c\u2029d\n", want: ["a\rb\u2028c\u2029d"] },
])("the lines of $given", async ({ given, want }) => {
  expect(await linesOf([bytes(given)])).toEqual(want);
});

test("however the bytes are cut into chunks, the lines are the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("é", "\n", "\r\n", "x", "\u{1f600}")),
      fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
      async (parts, sizes) => {
        const all = bytes(parts.join(""));
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < all.length;) {
          const size = sizes.next().value;
          chunks.push(all.subarray(at, at + size));
          at += size;
        }
        expect(await linesOf(chunks)).toEqual(await linesOf([all]));
      },
    ),
  );
});
