import { afterEach, expect, it, vi } from "vitest";
import { readOptions } from "../../dev/options.ts";

afterEach(() => vi.restoreAllMocks());

it("goes in real time from now, in the first environment", () => {
  expect(readOptions([])).toEqual({ env: undefined, speed: 1, port: 8787, from: undefined });
});

it.each([
  { given: "2026-11-23T02:00Z", want: Date.UTC(2026, 10, 23, 2) },
  { given: "2026-11-23T02:00:30+01:00", want: Date.UTC(2026, 10, 23, 1, 0, 30) },
  { given: "2026-11-23T02:00", want: Date.UTC(2026, 10, 23, 2) },
  { given: "2026-11-23", want: Date.UTC(2026, 10, 23) },
])("reads --from $given", ({ given, want }) => {
  expect(readOptions(["--from", given]).from).toBe(want);
});

it.each([
  { args: ["--speed", "0.5"], says: "a number from 1 to 120" },
  { args: ["--speed", "121"], says: "a number from 1 to 120" },
  { args: ["--from", "soon"], says: 'a time such as "2026-11-23T02:00Z"' },
  { args: ["--port", "65536"], says: "a whole number from 0 to 65535" },
  { args: ["--sped", "60"], says: "Did you mean --speed?" },
])("ends with usage on $args", ({ args, says }) => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(() => readOptions(args)).toThrow("exit 2");
  expect(exit).toHaveBeenCalledWith(2);
  expect(written.mock.calls.join("")).toContain(says);
});
