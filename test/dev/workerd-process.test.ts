import { expect, it } from "vitest";
import { isWorker } from "../../dev/workerd-process.ts";

const workerd = (entry: string): string[] => [
  "workerd",
  "serve",
  "--binary",
  `--socket-addr=entry=${entry}`,
  "-",
];

it.each([
  { given: "the Worker's", args: workerd("127.0.0.1:0"), want: true },
  { given: "the Worker's after a restart", args: workerd("127.0.0.1:18787"), want: true },
  { given: "the proxy's", args: workerd("127.0.0.1:8787"), want: false },
  { given: "the bundler's", args: ["esbuild", "--service=0.25.0", "--ping"], want: false },
])("knows the arguments that are $given", ({ args, want }) => {
  expect(isWorker(args, 8787)).toBe(want);
});
