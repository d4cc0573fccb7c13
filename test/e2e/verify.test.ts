import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addVersion, type CloudflareApi, type Fault, startCloudflareApi } from "../support/cloudflare-api.ts";
import type { DeployedWorker } from "../support/cloudflare-worker-state.ts";
import { type DeployedProject, deployedProject } from "../support/deployed-project.ts";
import { type ProcessEnd, startProcess } from "../support/start-process.ts";
import { expectedEnvironments } from "./expected-environments.ts";

const name = "erify-cron-workers-prod";
const [production] = expectedEnvironments;

let project: DeployedProject;
let api: CloudflareApi;
let home: string;

beforeAll(() => {
  project = deployedProject();
});
afterAll(() => project.remove());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "verify-"));
});
afterEach(async () => {
  await api.close();
  rmSync(home, { recursive: true });
  expect(api.unknown).toEqual([]);
});

/** Production as this repository wants it, but for what is said. */
function deployed(change: Partial<DeployedWorker> = {}): Record<string, DeployedWorker> {
  const { vars = {}, crons = [] } = production ?? {};
  const worker = {
    secrets: ["ERIFY_CRON_TOKEN"],
    objects: { LEDGER: "Ledger" },
    migrationTag: "ledger-1",
    tag: project.commit,
    vars,
    crons,
  };
  return { [name]: { ...worker, ...change } };
}

function verify(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessEnd> {
  const all = ["codegen/run.js", "verify", "--env", "production", ...args];
  return startProcess(all, { cwd: project.folder, env: { ...api.env, HOME: home, ...env } }).ended;
}

const short = () => project.commit.slice(0, 7);

describe("verify", () => {
  it("says that all is what the repository says, and ends with 0", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const { code, output } = await verify();
    expect(output.replaceAll("\n", " ")).toBe(
      `production (${name}): what is deployed is what the repository says: 4 cron triggers, 6 vars, 1 required secret, version 00000001 of 2026-11-20, the code of main (${short()}). `,
    );
    expect(code).toBe(0);
    expect(api.calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("shows each difference and what to do, and ends with 3", async () => {
    const { vars = {}, crons = [] } = production ?? {};
    api = await startCloudflareApi({
      workers: deployed({
        crons: ["0 12 * * *", ...crons.filter((cron) => cron !== "6 2 * * *")],
        vars: { ...vars, BACKEND_BASE: "https://elsewhere.example", EXTRA: "hunter2-of-somebody" },
        secrets: ["LEFTOVER", "TRIGGER_TOKEN"],
        objects: {},
        tag: project.oldCommit,
      }),
    });
    const { code, output } = await verify();
    expect(output)
      .toBe(`production (erify-cron-workers-prod): 7 differences between the repository, main (${short()}), and what
is deployed, version 00000001 of 2026-11-20.

                           in the repository        on Cloudflare
  cron 0 12 * * *          -                        set
  cron 6 2 * * *           set                      -
  var BACKEND_BASE         https://api.erify.world  https://elsewhere.example
  var EXTRA                -                        set, not shown
  secret ERIFY_CRON_TOKEN  required                 -
  binding LEDGER           Durable Object Ledger    -
  version                  main (${short()})           ${project.oldCommit.slice(0, 7)}, 1 commit behind

  - Set the secret:
      npx wrangler secret put ERIFY_CRON_TOKEN --env production
  - What only Cloudflare has was set by hand. Write it into schedules.yaml if it is to stay: a
    deploy removes it.
  - Bring Cloudflare to what the repository says:
      npm run deploy -- production
  - The Worker does not read the secret LEFTOVER. If nothing else does, remove it:
      npx wrangler secret delete LEFTOVER --env production
`);
    expect(code).toBe(3);
  });

  it.each<[string, Partial<DeployedWorker>, string]>([
    ["by no tool of ours", { tag: undefined }, "no commit is noted: it was not deployed by npm run deploy"],
    ["from a commit of elsewhere", { tag: "0".repeat(40) }, "0000000, which git does not know here"],
    ["with the name of a branch for its tag", { tag: "main" }, "main, which git does not know here"],
    ["from what no commit has", { tag: `${"a".repeat(40)}-dirty` }, "aaaaaaa and changes that no commit has"],
  ])("tells code that was deployed %s", async (_, change, words) => {
    api = await startCloudflareApi({ workers: deployed(change) });
    const { code, output } = await verify();
    expect(output).toContain(`  version  main (${short()})     ${words}\n`);
    expect(code).toBe(3);
  });

  it.each([
    ["there is no git", { PATH: "/nowhere" }, "git can't be run. Install it."],
    [
      "git does not trust the folder",
      { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" },
      "detected dubious ownership in repository",
    ],
  ])("ends with 2, and not with equal, where %s", async (_, env, message) => {
    api = await startCloudflareApi({ workers: deployed({ tag: project.oldCommit }) });
    const { code, output } = await verify([], env);
    expect(output).toContain(message);
    expect(code).toBe(2);
  });

  it("compares bindings, flags, and vars by kind", async () => {
    const { vars = {} } = production ?? {};
    api = await startCloudflareApi({
      workers: deployed({ vars: { ...vars, LOG_LEVEL: "debug\n\u001b[2J" } }),
    });
    const [version] = api.workers.get(name)?.versions ?? [];
    if (!version) throw new Error("no version");
    Object.assign(version.resources, {
      bindings: [
        ...version.resources.bindings.filter((each) => each.name !== "RETRY_MAX_ATTEMPTS"),
        { type: "kv_namespace", name: "CACHE" },
        { type: "json", name: "RETRY_MAX_ATTEMPTS", json: 3 },
      ],
      script_runtime: { compatibility_date: "2026-11-01", compatibility_flags: ["nodejs_compat"] },
    });
    const { code, output } = await verify();
    expect(output).toContain(`
  var LOG_LEVEL                     info               debug [2J
  var RETRY_MAX_ATTEMPTS            3                  3 (JSON)
  binding CACHE                     -                  kv_namespace
  compatibility flag nodejs_compat  -                  set
`);
    expect(output).not.toContain("\u001b");
    expect(code).toBe(3);
  });

  it("asks the account that the template names, as wrangler does", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const template = project.read("wrangler.template.toml");
    project.write("wrangler.template.toml", `account_id = "ffffffffffffffffffffffffffffffff"\n${template}`);
    const { code } = await verify();
    project.write("wrangler.template.toml", template);
    expect(api.unknown.splice(0)[0]).toBe(
      `GET /client/v4/accounts/ffffffffffffffffffffffffffffffff/workers/scripts/${name}/deployments`,
    );
    expect(code).toBe(4);
  });

  it("takes a version that a changed secret made for the code of the one before", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const state = api.workers.get(name);
    if (!state) throw new Error("no Worker");
    // More than a page of them.
    for (let count = 0; count < 60; count += 1)
      addVersion(state, state.bindings(), { "workers/triggered_by": "secret" });
    state.live = [{ version_id: state.versions[0]?.id ?? "", percentage: 100 }];
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it("says so where calls are shared by two versions", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const state = api.workers.get(name);
    const [first] = state?.live ?? [];
    if (!state || !first) throw new Error("no Worker");
    const second = addVersion(state, state.bindings(), { "workers/tag": project.commit });
    state.live = [
      { ...first, percentage: 90 },
      { version_id: second.id, percentage: 10 },
    ];
    const { code, output } = await verify();
    expect(output).toContain(
      "version  one for all calls  90 % 00000001-0000-4000-8000-000000000000, 10 % 00000002-0000-4000-8000-000000000000",
    );
    expect(code).toBe(3);
  });

  it("prints Markdown and JSON", async () => {
    api = await startCloudflareApi({ workers: deployed({ crons: production?.crons.slice(1) ?? [] }) });
    const { output: markdown } = await verify(["--format", "markdown"]);
    expect(markdown)
      .toBe(`**production** (erify-cron-workers-prod): 1 difference between the repository, main (${short()}), and what is deployed, version 00000001 of 2026-11-20.

|  | in the repository | on Cloudflare |
| --- | --- | --- |
| cron \\*/5 \\* \\* \\* \\* | set | - |

- Bring Cloudflare to what the repository says: \`npm run deploy -- production\`
`);
    const { code, output: json } = await verify(["--format", "json"]);
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      environment: "production",
      worker: name,
      equal: false,
      differences: [{ kind: "cron", name: "*/5 * * * *", repository: "set", cloudflare: null }],
      deployed: {
        crons: ["23 23 * * *", "33 23 * * *", "6 2 * * *"],
        versions: [{ percentage: 100, commit: project.commit }],
      },
    });
    expect(code).toBe(3);
  });

  it("says that there is no such Worker", async () => {
    api = await startCloudflareApi();
    const { code, output } = await verify();
    expect(output).toContain("there is no such Worker on Cloudflare, or nothing of it is\nlive.");
    expect(output).toContain("npm run deploy -- production");
    expect(code).toBe(3);
  });

  it.each<[string, Fault["answer"], string]>([
    [
      "does not take the token",
      { status: 403, code: 10000, message: "Authentication error" },
      "Cloudflare answers 403 (10000: Authentication error): it does not take the token.",
    ],
    [
      "is down, and stays down",
      { status: 503, code: 7009, message: "upstream unavailable" },
      "Cloudflare answers 503 (7009: upstream unavailable). See https://www.cloudflarestatus.com, and run it again in a few minutes.",
    ],
    [
      "does not know the account",
      { status: 404, code: 7003, message: "Could not route" },
      "is CLOUDFLARE_ACCOUNT_ID right?",
    ],
  ])("ends with 4 where Cloudflare %s", async (_, answer, message) => {
    api = await startCloudflareApi({ faults: [{ call: "*", answer }] });
    const { code, output } = await verify();
    expect(output.replaceAll("\n", " ")).toContain(message);
    expect(output).not.toContain("token-of-the-stand-in");
    expect(code).toBe(4);
  });

  it("ends with 4 where nobody is logged in, and where Cloudflare can't be reached", async () => {
    api = await startCloudflareApi();
    expect(await verify([], { CLOUDFLARE_API_TOKEN: "" })).toEqual({
      code: 4,
      signal: null,
      output: "Nobody is logged in to Cloudflare. Set CLOUDFLARE_API_TOKEN, or log in: npx wrangler login\n",
    });
    await api.close();
    const ended = await verify();
    api = await startCloudflareApi();
    expect(ended.output).toMatch(
      /^127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\)\. Look at the network, then run it again\.\n$/,
    );
    expect(ended.code).toBe(4);
  });
});
