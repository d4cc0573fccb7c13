import { afterEach, expect, it, vi } from "vitest";
import { environmentIn, readWranglerOptions } from "../../dev/dev-options.ts";
import { readOptions } from "../../dev/options.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

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
  expect(endOf(() => readOptions(args))).toEqual([2, expect.stringContaining(says)]);
});

it.each([
  { script: "start", read: readOptions, call: "npm start -- --port <number>" },
  { script: "dev", read: readWranglerOptions, call: "npm run dev -- --port <number>" },
])("says to $script what npm kept for itself", ({ script, read, call }) => {
  // As npm does it for `npm start --port 9000`.
  vi.stubEnv("npm_lifecycle_event", script);
  vi.stubEnv("npm_config_port", "true");
  expect(endOf(() => read(["9000"]))).toEqual([
    2,
    `npm kept --port for itself. Options of a command stand after a \`--\`: ${call}\n`,
  ]);
});

it("hands on to wrangler what npm run dev is given", () => {
  const given = ["--var", "BACKEND_BASE:http://127.0.0.1:8000", "--remote"];
  expect(readWranglerOptions(given)).toEqual(given);
});

it.each([
  { args: ["--env", "staging", "--port", "1"], want: "staging" },
  { args: ["--port=1", "--env=staging"], want: "staging" },
  { args: ["-e", "staging"], want: "staging" },
  { args: ["--env-file", "x"], want: undefined },
  { args: ["--env"], want: undefined },
])("finds the environment in $args", ({ args, want }) => {
  expect(environmentIn(args)).toBe(want);
});

/** The exit code with which a process would end, and what it says on standard error. */
function endOf(read: () => unknown): [code: unknown, said: string] {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(read).toThrow("exit");
  return [exit.mock.calls[0]?.[0], written.mock.calls.join("")];
}
