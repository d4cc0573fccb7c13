/** `npm run handshake`, as a process, against the example backend as another. */
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainTemplate } from "../codegen/support/compile-text.ts";
import { makeFolder } from "../codegen/support/run-cli.ts";
import { type ProcessEnd, type StartedProcess, startProcess } from "../support/start-process.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsx = ["--import", import.meta.resolve("tsx")];
const token = "token-of-the-test";
const signing = `whsec_${Buffer.alloc(32, "k").toString("base64")}`;
const schedules = `version: 1
worker: w
account: { plan: paid }
defaults: { auth: { bearer: ERIFY_CRON_TOKEN, hmac: CRON_SIGNING_SECRET } }
environments:
  production: { backend: https://api.example.org }
  development: { backend: https://api-dev.example.org, default: true }
jobs:
  recent: { endpoint: POST /cron/ee-recent, schedule: manual }
  mop: { endpoint: "POST /cron/mop-recent?delta=25", schedule: manual }
`;

let folder: string;
let remove: () => void;
let backend: StartedProcess;
let url: string;

beforeAll(async () => {
  ({ folder, remove } = makeFolder({ "schedules.yaml": schedules, "wrangler.template.toml": plainTemplate }));
  backend = startProcess([...tsx, "examples/node/main.ts", "--port", "0"], {
    cwd: root,
    env: { ERIFY_CRON_TOKEN: token, CRON_SIGNING_SECRET: signing },
  });
  [, url = ""] = await backend.waitFor(/Listening on (http:\/\/127\.0\.0\.1:\d+)/);
});

afterAll(async () => {
  await backend.end("SIGTERM");
  remove();
});

function handshake(args: readonly string[], env: Record<string, string> = {}): Promise<ProcessEnd> {
  return startProcess([...tsx, join(root, "codegen/cli.ts"), "handshake", ...args], { cwd: folder, env })
    .ended;
}

const secrets = { ERIFY_CRON_TOKEN: token, CRON_SIGNING_SECRET: signing };

describe("npm run handshake", () => {
  it("shows every promise of every endpoint, and ends with 0", async () => {
    const { code, output } = await handshake(["--env", "production", "--base", `${url}/`], secrets);
    expect(output).toContain("38 promises were shown, none failed, 1 could not be tried.");
    expect(output).toContain("POST /cron/mop-recent?delta=25 (mop)");
    expect(code).toBe(0);
    expect(output).not.toContain(token);
    expect(output).not.toContain(signing.slice(6));
  });

  it("takes the secrets of the default environment from .dev.vars, and one job alone", async () => {
    writeFileSync(join(folder, ".dev.vars"), `ERIFY_CRON_TOKEN=${token}\nCRON_SIGNING_SECRET="${signing}"\n`);
    const { code, output } = await handshake(["--base", url, "--job", "mop", "--format", "json"]);
    const { counts, environment, parts } = JSON.parse(output) as Record<string, object[]>;
    expect([code, environment, counts]).toEqual([0, "development", { shown: 20, failed: 0, untried: 1 }]);
    expect(parts).toMatchObject([{ endpoint: null }, { endpoint: { jobs: ["mop"] } }]);
    const other = await handshake(["--base", url, "--env", "production", "--format", "markdown"]);
    expect(other.output).toContain("| not tried | `ERIFY_CRON_TOKEN` is not set");
    expect(other.code).toBe(0);
  });

  it("ends with 1 where a promise fails, and says how to mend it", async () => {
    const { code, output } = await handshake(["--base", url, "--job", "mop"], {
      ...secrets,
      ERIFY_CRON_TOKEN: "other",
    });
    expect(code).toBe(1);
    expect(output).toContain("✗ who shows what the Worker shows gets 2xx");
    expect(output).toContain("give this command and the backend the same `ERIFY_CRON_TOKEN` and");
  });

  it.each([
    { args: ["--base", "http://127.0.0.1:9"], code: 4, want: "See docs/backend.md#health" },
    {
      args: ["--env", "prodution"],
      code: 2,
      want: "There is no environment `prodution`. Did you mean `production`?",
    },
    { args: ["--job", "mopp"], code: 2, want: "There is no job `mopp`. Did you mean `mop`?" },
    { args: ["--base", "ftp://x"], code: 2, want: "--base is a web address" },
  ])("ends with $code: $args", async ({ args, code, want }) => {
    const end = await handshake(args, secrets);
    expect(end.output).toContain(want);
    expect(end.code).toBe(code);
  });

  it("never shows a secret that a backend sends back", async () => {
    const echo: Server = createServer((request, response) => {
      const said = {
        error: `you said ${request.headers.authorization} and ${String(request.headers["webhook-signature"])}`,
      };
      response.writeHead(request.url === "/health" ? 200 : 401, { "X-Cron-Dry-Run": "supported" });
      response.end(JSON.stringify(said));
    });
    echo.listen(0, "127.0.0.1");
    await once(echo, "listening");
    const address = echo.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { code, output } = await handshake(["--base", `http://127.0.0.1:${port}`, "--job", "mop"], secrets);
    echo.close();
    expect(code).toBe(1);
    expect(output).toContain("you said");
    expect(output).not.toContain(token);
    expect(output).not.toMatch(/v1,[\w+/]{8}/);
  });
});
