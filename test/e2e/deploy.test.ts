import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wranglerBin } from "../../dev/paths.ts";
import { type ApiCall, type CloudflareApi, startCloudflareApi } from "../support/cloudflare-api.ts";
import { type ProcessEnd, startProcess } from "../support/start-process.ts";
import { expectedEnvironments } from "./expected-environments.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const [production] = expectedEnvironments;
const withSecret = { secrets: ["ERIFY_CRON_TOKEN"] };

let api: CloudflareApi;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "deploy-"));
});

afterEach(async () => {
  await api.close();
  rmSync(home, { recursive: true });
  expect(api.unknown, "calls of wrangler that the stand-in does not know").toEqual([]);
});

/** `wrangler deploy` of the project's own wrangler.toml; `--env=` is the top level, said outright. */
function deploy(env: string, ...args: string[]): Promise<ProcessEnd> {
  const all = [wranglerBin, "deploy", "-c", "wrangler.toml", `--env=${env}`, ...args];
  return startProcess(all, { cwd: root, env: { ...api.env, HOME: home } }).ended;
}

function callsOf(method: string, pathEnd: string): readonly ApiCall[] {
  return api.calls.filter((call) => call.method === method && call.path.endsWith(pathEnd));
}

/** The metadata of the one upload: of a version, or of a Worker that is new. */
function uploadedMetadata(worker: string): unknown {
  const uploads = [
    ...callsOf("POST", `/workers/scripts/${worker}/versions`),
    ...callsOf("PUT", `/workers/scripts/${worker}`),
  ];
  expect(uploads).toHaveLength(1);
  const { body } = uploads[0] ?? { body: null };
  return typeof body === "object" && body !== null && "metadata" in body ? body.metadata : null;
}

describe.each(expectedEnvironments)("wrangler deploy --env=$env", ({ env, worker, vars, crons }) => {
  it("uploads the Worker with its vars, and sets exactly its crons", async () => {
    api = await startCloudflareApi({ workers: { [worker]: withSecret } });
    const { code, output } = await deploy(env);
    expect(output).not.toMatch(/warning|deprecated/i);
    expect(code, output).toBe(0);

    const bindings = Object.entries(vars).map(([name, text]) => ({ name, type: "plain_text", text }));
    const secret = { name: "ERIFY_CRON_TOKEN", type: "inherit" };
    const ledger = { name: "LEDGER", type: "durable_object_namespace", class_name: "Ledger" };
    expect(uploadedMetadata(worker)).toMatchObject({
      main_module: "worker.js",
      compatibility_date: "2026-11-01",
      observability: { enabled: true },
      migrations: { new_tag: "ledger-1", steps: [{ new_sqlite_classes: ["Ledger"] }] },
    });
    expect(uploadedMetadata(worker)).toHaveProperty("bindings.length", bindings.length + 2);
    expect(uploadedMetadata(worker)).toHaveProperty(
      "bindings",
      expect.arrayContaining([secret, ledger, ...bindings]),
    );

    const schedules = callsOf("PUT", "/schedules");
    expect(schedules).toHaveLength(1);
    expect(schedules[0]?.path).toBe(`/workers/scripts/${worker}/schedules`);
    expect(schedules[0]?.body).toHaveLength(crons.length);
    expect(schedules[0]?.body).toEqual(expect.arrayContaining(crons.map((cron) => ({ cron }))));
  });
});

describe("wrangler deploy", () => {
  it("gives a Worker that has its ledger a new version, and no migration again", async () => {
    const worker = { ...withSecret, migrationTag: "ledger-1" };
    api = await startCloudflareApi({ workers: { "erify-cron-workers-prod": worker } });
    const { code, output } = await deploy("production");
    expect(code, output).toBe(0);
    const [upload] = callsOf("POST", "/workers/scripts/erify-cron-workers-prod/versions");
    expect(upload?.body).not.toHaveProperty("metadata.migrations");
    expect(upload?.body).toMatchObject({
      metadata: { bindings: expect.arrayContaining([expect.objectContaining({ name: "LEDGER" })]) },
    });
  });

  it("deploys a Worker for the first time with a file of secrets", async () => {
    api = await startCloudflareApi();
    const secretsFile = join(home, "secrets.json");
    writeFileSync(secretsFile, JSON.stringify({ ERIFY_CRON_TOKEN: "token-of-the-test" }), { mode: 0o600 });
    const { code, output } = await deploy("production", "--secrets-file", secretsFile);
    expect(code, output).toBe(0);
    expect(output).not.toContain("token-of-the-test");
    const secret = { name: "ERIFY_CRON_TOKEN", type: "secret_text", text: "token-of-the-test" };
    expect(uploadedMetadata("erify-cron-workers-prod")).toHaveProperty(
      "bindings",
      expect.arrayContaining([secret]),
    );
    expect(callsOf("PUT", "/schedules")).toHaveLength(1);
  });

  it("stops before it uploads anything when the Worker is new and a required secret is missing", async () => {
    api = await startCloudflareApi();
    const { code, output } = await deploy("production");
    expect(code).toBe(1);
    expect(output).toContain("required secrets have not been set: ERIFY_CRON_TOKEN");
    expect(api.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("deploys nothing when a Worker that exists lacks a required secret", async () => {
    api = await startCloudflareApi({ workers: { "erify-cron-workers-prod": { secrets: ["ANOTHER"] } } });
    const { code, output } = await deploy("production");
    expect(code).toBe(1);
    expect(output).toContain("required secrets have not been set: ERIFY_CRON_TOKEN");
    // Cloudflare refuses the script itself, so neither a deployment nor its crons follow. It is no version, as the
    // Worker has no ledger yet and a version can't bring one.
    expect(api.calls.filter(({ method }) => method !== "GET").map(({ path }) => path)).toEqual([
      "/workers/scripts/erify-cron-workers-prod",
    ]);
  });

  it("fails when Cloudflare refuses an expression", async () => {
    api = await startCloudflareApi({
      workers: { "erify-cron-workers-prod": withSecret },
      rejectedCron: "6 2 * * *",
    });
    const { code, output } = await deploy("production");
    expect(code).toBe(1);
    expect(output).toContain("invalid cron string: 6 2 * * *");
    expect(output).toContain("10100");
    expect(production?.crons).toContain("6 2 * * *");
  });
});
