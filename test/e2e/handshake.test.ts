/** `npm run handshake`, as a process, against the example backend as another. */
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
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
  every5min: { endpoint: POST /cron/ee-recent, schedule: manual }
  mopDelta: { endpoint: "POST /cron/mop-recent?delta=25", schedule: manual }
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
  return startProcess([join(root, "codegen/run.js"), "handshake", ...args], { cwd: folder, env }).ended;
}

/** Shakes hands with a server of its own, for one job. */
async function shakeWith(answer: RequestListener): Promise<ProcessEnd> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const end = await handshake(["--base", `http://127.0.0.1:${port}`, "--job", "mopDelta"], secrets);
  server.close();
  return end;
}

const secrets = { ERIFY_CRON_TOKEN: token, CRON_SIGNING_SECRET: signing };

describe("npm run handshake", () => {
  it("shows every promise of every endpoint, and ends with 0", async () => {
    const { code, output } = await handshake(["--env", "production", "--base", `${url}/`], secrets);
    expect(output).toContain("40 promises were shown, none failed, 1 could not be tried.");
    expect(output).toContain("POST /cron/mop-recent?delta=25 (mopDelta)");
    expect(code).toBe(0);
    expect(output).not.toContain(token);
    expect(output).not.toContain(signing.slice(6));
  });

  it("takes the secrets of the default environment from .dev.vars, and one job alone", async () => {
    writeFileSync(join(folder, ".dev.vars"), `ERIFY_CRON_TOKEN=${token}\nCRON_SIGNING_SECRET="${signing}"\n`);
    const { code, output } = await handshake(["--base", url, "--job", "mopDelta", "--format", "json"], {
      ERIFY_CRON_TOKEN: "", // An empty one does not hide that of the file.
    });
    const { counts, environment, parts } = JSON.parse(output) as Record<string, object[]>;
    expect([code, environment, counts]).toEqual([0, "development", { shown: 21, failed: 0, untried: 1 }]);
    expect(parts).toMatchObject([{ endpoint: null }, { endpoint: { jobs: ["mopDelta"] } }]);
    const other = await handshake(["--base", url, "--env", "production", "--format", "markdown"]);
    expect(other.output).toContain("| not tried | `ERIFY_CRON_TOKEN` is not set");
    expect(other.code).toBe(0);
  });

  it("ends with 1 where a promise fails, and says how to mend it", async () => {
    const { code, output } = await handshake(["--base", url, "--job", "mopDelta"], {
      ...secrets,
      ERIFY_CRON_TOKEN: "other",
    });
    expect(code).toBe(1);
    expect(output).toContain("✗ who shows what the Worker shows gets 2xx");
    expect(output).toContain("give this command and the backend the same `ERIFY_CRON_TOKEN`. See");
  });

  it.each([
    { args: ["--base", "http://127.0.0.1:9"], code: 4, want: "See docs/backend.md#health" },
    {
      args: ["--env", "prodution"],
      code: 2,
      want: "There is no environment `prodution`. Did you mean `production`?",
    },
    { args: ["--job", "mopDelt"], code: 2, want: "There is no job `mopDelt`. Did you mean `mopDelta`?" },
    { args: ["--base", "ftp://x"], code: 2, want: "--base is a web address" },
    { args: ["--base", "http://127.0.0.1:9/?"], code: 2, want: "without user, password, query or fragment" },
    { args: ["--base", "http://127.0.0.1:9/#"], code: 2, want: "without user, password, query or fragment" },
    { args: ["--base", "http://:pw-of-it@127.0.0.1:9"], code: 2, want: "without user, password" },
  ])("ends with $code: $args", async ({ args, code, want }) => {
    const end = await handshake(args, secrets);
    expect(end.output).toContain(want);
    expect(end.output).not.toContain("pw-of-it");
    expect(end.code).toBe(code);
  });

  it("ends with 1 where the backend is reached, and its answer can't be read", async () => {
    const { code, output } = await shakeWith((_, response) => {
      response.writeHead(200, { "X-Long": "x".repeat(20_000) });
      response.end();
    });
    expect(output).toContain("✗ GET /health answers 2xx without a token");
    expect(output).toContain("the headers of its answer are longer than 16 KiB");
    expect(code).toBe(1);
  });

  it("never shows a secret that a backend sends back", async () => {
    const { code, output } = await shakeWith((request, response) => {
      const said = {
        error: `you said ${request.headers.authorization} and ${String(request.headers["webhook-signature"])}`,
      };
      response.writeHead(request.url === "/health" ? 200 : 401, { "X-Cron-Dry-Run": "supported" });
      response.end(JSON.stringify(said));
    });
    expect(code).toBe(1);
    expect(output).toContain("you said");
    expect(output).not.toContain(token);
    expect(output).not.toMatch(/v1,[\w+/]{8}/);
  });
});

describe("the example backend", () => {
  it("does not start where it could ask for nothing", async () => {
    const { code, output } = await startProcess([...tsx, "examples/node/main.ts", "--port", "0"], {
      cwd: root,
    }).ended;
    expect([code, output]).toEqual([
      2,
      expect.stringContaining("CRON_SIGNING_SECRET to what it signs with, or both"),
    ]);
  });

  it("starts with a signing secret alone", async () => {
    const only = startProcess([...tsx, "examples/node/main.ts", "--port", "0"], {
      cwd: root,
      env: { CRON_SIGNING_SECRET: signing },
    });
    const [, asksFor] = await only.waitFor(/It asks for (.*?)\. /);
    expect(asksFor).toBe("a signature");
    await only.end("SIGTERM");
  });
});
