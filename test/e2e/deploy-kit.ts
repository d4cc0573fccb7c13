import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type CloudflareApi, startCloudflareApi } from "../support/cloudflare-api.ts";
import type { DeployedWorker } from "../support/cloudflare-worker-state.ts";
import { type DeployedProject, deployedProject } from "../support/deployed-project.ts";
import { type ProcessEnd, type StartedProcess, startProcess } from "../support/start-process.ts";
import { expectedEnvironments } from "./expected-environments.ts";

export const name = "erify-cron-workers-prod";
export const token = "token-of-the-test";
export const [production] = expectedEnvironments;
export const schedulesPut = "PUT /workers/scripts/:worker/schedules";
export const oldCrons = ["*/10 * * * *", "23 23 * * *", "33 23 * * *", "6 2 * * *"];

/** What answers `GET /schedule` in the Worker's place, and what it answers. */
export interface ScheduleServer {
  readonly server: Server;
  readonly url: string;
  answer: { readonly status: number; readonly body: unknown };
  /** The Authorization headers that came. */
  readonly asked: (string | undefined)[];
}

/** A project, a stand-in for Cloudflare and one for the Worker, and `npm run deploy -- production` between them. */
export interface DeployKit {
  readonly project: DeployedProject;
  readonly api: CloudflareApi;
  readonly worker: ScheduleServer;
  /** Home and temporary files of what runs. */
  readonly home: string;
  /** Starts the stand-in for Cloudflare: each test does, once. */
  start(options?: Parameters<typeof startCloudflareApi>[0]): Promise<void>;
  /** Production as the older commit made it, but for what is said. */
  deployed(change?: Partial<DeployedWorker>): Record<string, DeployedWorker>;
  begin(args: readonly string[], env?: Readonly<Record<string, string>>): StartedProcess;
  deploy(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessEnd>;
  /** Calls that changed something. */
  changes(): string[];
  /** What is there now. */
  live(): { readonly crons: readonly string[]; readonly tags: readonly (string | undefined)[] };
}

/** As one line: a message is wrapped where it is long. */
export function wordsOf({ output }: { readonly output: string }): string {
  return output.replaceAll(/\s+/g, " ");
}

/** To be called once in a file of tests. */
export function deployKit(): DeployKit {
  let project: DeployedProject;
  let api: CloudflareApi;
  let worker: ScheduleServer;
  let home: string;

  beforeAll(() => {
    project = deployedProject();
  });
  afterAll(() => project.remove());
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), "deploy-"));
    worker = await startWorker(project.sourceHash);
  });
  afterEach(async () => {
    await api.close();
    worker.server.close();
    worker.server.closeAllConnections();
    project.git("reset", "--quiet", "--hard", project.commit);
    expect(
      readdirSync(home).filter((each) => each.startsWith("deploy-") || each.startsWith("wrangler-")),
    ).toEqual([]);
    rmSync(home, { recursive: true });
    expect(api.unknown).toEqual([]);
  });

  const kit: DeployKit = {
    get project() {
      return project;
    },
    get api() {
      return api;
    },
    get worker() {
      return worker;
    },
    get home() {
      return home;
    },
    async start(options) {
      api = await startCloudflareApi(options);
    },
    deployed(change = {}) {
      const usual = {
        secrets: ["ERIFY_CRON_TOKEN"],
        objects: { LEDGER: "Ledger" },
        migrationTag: "ledger-1",
        vars: production?.vars ?? {},
        crons: oldCrons,
        tag: project.oldCommit,
      };
      return { [name]: { ...usual, ...change } };
    },
    begin(args, env = {}) {
      const all = ["codegen/run.js", "deploy", "production", ...args];
      const own = { HOME: home, TMPDIR: home, ERIFY_CRON_TOKEN: token, WORKER_URL: worker.url };
      return startProcess(all, { cwd: project.folder, env: { ...api.env, ...own, ...env } });
    },
    deploy: (args = [], env = {}) => kit.begin(["--yes", ...args], env).ended,
    changes: () =>
      api.calls.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`),
    live() {
      const state = api.workers.get(name);
      return {
        crons: state?.crons.toSorted() ?? [],
        tags: state?.versions.map(({ annotations }) => annotations["workers/tag"]) ?? [],
      };
    },
  };
  return kit;
}

async function startWorker(sourceHash: string): Promise<ScheduleServer> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url === "/schedule" ? request.headers.authorization : request.url);
    response.writeHead(started.answer.status).end(JSON.stringify(started.answer.body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const body = { sourceHash, ledger: { status: "healthy" } };
  const started = { server, url: `http://127.0.0.1:${address.port}`, answer: { status: 200, body }, asked };
  return started;
}
