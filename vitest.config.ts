import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Pure code and the compiler: plain vitest.
        test: {
          name: "pure",
          // Much of the time is waiting for the command line's processes: on two cores vitest would take one worker.
          maxWorkers: "100%",
          testTimeout: 30_000,
          include: ["test/**/*.test.ts"],
          exclude: ["test/src/**/*.workerd.test.ts", "test/e2e/**"],
        },
      },
      {
        // The Worker, inside the real runtime, against the servers that global-setup starts in Node.
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "workerd",
          sequence: { groupOrder: 1 },
          // Days of virtual time take seconds on a busy machine.
          testTimeout: 30_000,
          include: ["test/src/**/*.workerd.test.ts"],
          globalSetup: ["./test/support/workerd-global-setup.ts"],
        },
      },
      {
        // The whole, with real processes: wrangler dev, wrangler deploy, the command line.
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
