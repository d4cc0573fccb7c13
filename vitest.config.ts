import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Much of the time is waiting for processes: on two cores vitest would take one worker.
    maxWorkers: "100%",
    projects: [
      {
        // Pure code and the compiler: plain vitest.
        test: {
          name: "pure",
          include: ["test/**/*.test.ts"],
          exclude: ["test/src/**/*.workerd.test.ts", "test/e2e/**"],
        },
      },
      {
        // The Worker, inside the real runtime, against the servers that global-setup starts in Node.
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "workerd",
          include: ["test/src/**/*.workerd.test.ts"],
          globalSetup: ["./test/support/workerd-global-setup.ts"],
        },
      },
      {
        // The whole, with real processes: wrangler dev, wrangler deploy, the command line.
        test: { name: "e2e", include: ["test/e2e/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
