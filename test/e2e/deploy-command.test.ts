import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wranglerBin } from "../../dev/paths.ts";
import { keys, onTerminal } from "../codegen/support/terminal.ts";
import { type CloudflareApi, startCloudflareApi } from "../support/cloudflare-api.ts";
import type { DeployedWorker } from "../support/cloudflare-worker-state.ts";
import { type DeployedProject, deployedProject } from "../support/deployed-project.ts";
import { type ProcessEnd, type StartedProcess, startProcess } from "../support/start-process.ts";
import { expectedEnvironments } from "./expected-environments.ts";

const name = "erify-cron-workers-prod";
const token = "token-of-the-test";
const [production] = expectedEnvironments;
const schedulesPut = "PUT /workers/scripts/:worker/schedules";
const oldCrons = ["*/10 * * * *", "23 23 * * *", "33 23 * * *", "6 2 * * *"];

let project: DeployedProject;
let api: CloudflareApi;
let worker: Worker;
/** Home and temporary files of what runs. */
let home: string;

beforeAll(() => {
  project = deployedProject();
});
afterAll(() => project.remove());
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "deploy-"));
  worker = await startWorker();
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

/** What answers `GET /schedule` in the Worker's place, and what it answers. */
interface Worker {
  readonly server: Server;
  readonly url: string;
  answer: { readonly status: number; readonly body: unknown };
  /** The Authorization headers that came. */
  readonly asked: (string | undefined)[];
}

async function startWorker(): Promise<Worker> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url === "/schedule" ? request.headers.authorization : request.url);
    response.writeHead(started.answer.status).end(JSON.stringify(started.answer.body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const body = { sourceHash: project.sourceHash, ledger: { status: "healthy" } };
  const started = { server, url: `http://127.0.0.1:${address.port}`, answer: { status: 200, body }, asked };
  return started;
}

/** Production as the older commit made it, but for what is said. */
function deployed(change: Partial<DeployedWorker> = {}): Record<string, DeployedWorker> {
  const usual = {
    secrets: ["ERIFY_CRON_TOKEN"],
    objects: { LEDGER: "Ledger" },
    migrationTag: "ledger-1",
    vars: production?.vars ?? {},
    crons: oldCrons,
    tag: project.oldCommit,
  };
  return { [name]: { ...usual, ...change } };
}

function begin(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedProcess {
  const all = ["--import", "tsx", "codegen/cli.ts", "deploy", "production", ...args];
  return startProcess(all, {
    cwd: project.folder,
    env: {
      ...api.env,
      HOME: home,
      TMPDIR: home,
      ERIFY_CRON_TOKEN: token,
      WORKER_URL: worker.url,
      ...env,
    },
  });
}

function deploy(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessEnd> {
  return begin(["--yes", ...args], env).ended;
}

/** As one line: a message is wrapped where it is long. */
function wordsOf({ output }: { readonly output: string }): string {
  return output.replaceAll(/\s+/g, " ");
}

function changes(): string[] {
  return api.calls.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

function live(): { readonly crons: readonly string[]; readonly tags: readonly (string | undefined)[] } {
  const state = api.workers.get(name);
  return {
    crons: state?.crons.toSorted() ?? [],
    tags: state?.versions.map(({ annotations }) => annotations["workers/tag"]) ?? [],
  };
}

describe("deploy", () => {
  it("shows what changes, deploys, waits, verifies, and says what to look for", async () => {
    api = await startCloudflareApi({ workers: deployed({ crons: [...oldCrons, "1 1 * * *"] }) });
    const { code, output } = await deploy();
    expect(code, output).toBe(0);
    expect(live()).toEqual({
      crons: production?.crons.toSorted(),
      tags: [project.commit, project.oldCommit],
    });
    const [old, now] = [project.oldCommit.slice(0, 7), project.commit.slice(0, 7)];
    const steps = [
      `Deploying production to ${name}`,
      "Check      schedules.yaml is in order, and the generated files are up to date.",
      `Source     main (${now})`,
      `Cloudflare Version 00000001 of 2026-11-20 is live, of commit ${old}, with 5 cron triggers.`,
      `schedules.yaml beside what is live (${old}): 1 job changes.`,
      "schedule           every 10 minutes → every 5 minutes",
      "By hand    Somebody changed triggers since that deploy. This one undoes it:\n    - 1 1 * * *  at 01:01 every day\n",
      "Budget     4 cron triggers of this Worker: the paid plan has 250 for an account.",
      "Secrets    on Cloudflare: ERIFY_CRON_TOKEN",
      "Deploy     wrangler deploy:",
      "Wait       After 0 s GET /schedule shows these schedules, and the ledger is awake.",
      "Verify     Cloudflare has what the repository says.",
      "Next       New triggers may take half an hour to arrive.",
      "`*/5 * * * *`, must have fired",
    ];
    const places = steps.map((step) => output.indexOf(step));
    expect(
      steps.filter((_, index) => places[index] === -1),
      output,
    ).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(worker.asked).toEqual([`Bearer ${token}`]);
    expect(output).not.toContain(token);
  });

  it("compares triggers alone where no commit is noted with what is live", async () => {
    api = await startCloudflareApi({ workers: deployed({ tag: undefined }) });
    const { code, output } = await deploy();
    expect(code, output).toBe(0);
    expect(output).toContain(`Plan       Only triggers can be compared: no commit is noted with what is live.
    - */10 * * * *  every 10 minutes
    + */5 * * * *  every 5 minutes
`);
  });

  it("wakes the ledger of the real Worker, and passes a new one its secrets", async () => {
    api = await startCloudflareApi();
    const envFile = join(home, "secrets.env");
    writeFileSync(envFile, `ERIFY_CRON_TOKEN=${token}\n`, { mode: 0o600 });
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const args = ["dev", "src/local-worker.ts", "-c", "wrangler.toml", "--env", "production"];
    const ports = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
    const files = ["--persist-to", join(home, "storage"), "--env-file", envFile];
    const real = startProcess([wranglerBin, ...args, ...ports, ...files], { cwd: root, env: { HOME: home } });
    const [, url = ""] = await real.waitFor(/Ready on (http:\/\/127\.0\.0\.1:\d+)/);
    const { code, output } = await deploy(["--url", url]);
    await real.end("SIGINT");
    expect(output).toContain(`There is no Worker ${name} yet: this is its first deploy.`);
    expect(output).toContain("Secrets    passed with this deploy: ERIFY_CRON_TOKEN");
    expect(output).toMatch(
      /Wait {7}After \d+ s GET \/schedule shows these schedules, and the ledger is awake\./,
    );
    expect(code, output).toBe(0);
    expect(output).not.toContain(token);
    const upload = api.calls.find(({ method, path }) => method === "PUT" && path.endsWith(name));
    expect(upload?.body).toMatchObject({
      metadata: {
        bindings: expect.arrayContaining([{ name: "ERIFY_CRON_TOKEN", type: "secret_text", text: token }]),
      },
    });
  });
});

describe("deploy on a terminal", () => {
  afterEach(() => expect(changes()).toEqual([]));

  it("asks for a secret that it does not show, then whether to deploy, and takes no for an answer", async () => {
    api = await startCloudflareApi();
    const { code, screen } = await onTerminal(
      ["deploy", "production"],
      [
        ["ERIFY_CRON_TOKEN (not shown): ", `${token}${keys.enter}`],
        ["Deploy to production? [y/N] ", `n${keys.enter}`],
      ],
      { cwd: project.folder, env: { ...api.env, HOME: home, TMPDIR: home } },
    );
    expect(screen).toContain("Secrets    passed with this deploy: ERIFY_CRON_TOKEN");
    expect(screen).toContain("Not deployed.\nNothing was changed on Cloudflare.");
    expect(screen).not.toContain(token);
    expect(code).toBe(1);
  });

  it.each([
    ["the end of the input", keys.ctrlD],
    ["Ctrl-C", keys.ctrlC],
  ])("takes %s for no secret", async (_, key) => {
    api = await startCloudflareApi();
    const { code, screen } = await onTerminal(
      ["deploy", "production"],
      [["ERIFY_CRON_TOKEN (not shown): ", key]],
      { cwd: project.folder, env: { ...api.env, HOME: home, TMPDIR: home } },
    );
    expect(screen.replaceAll(/\s+/g, " ")).toContain(
      `${name} lacks what it needs on Cloudflare: ERIFY_CRON_TOKEN.`,
    );
    expect(screen).toContain("Nothing was changed on Cloudflare.");
    expect(code).toBe(1);
  });
});

describe("deploy stops before it changes anything", () => {
  afterEach(() => expect(changes()).toEqual([]));

  it.each<[string, () => Promise<ProcessEnd>, number, string]>([
    [
      "where the token is refused",
      () => deploy([], { CLOUDFLARE_API_TOKEN: "wrong" }),
      4,
      "Cloudflare answers 403 (10000: Authentication error): it does not take the token.",
    ],
    [
      "where a secret is missing",
      () => deploy([], { ERIFY_CRON_TOKEN: "" }),
      1,
      `${name} lacks what it needs on Cloudflare: ERIFY_CRON_TOKEN. Set each as an environment variable of its name`,
    ],
    ["where there is nobody to ask", () => begin([]).ended, 1, "There is nobody to ask: add --yes."],
  ])("%s", async (_, run, code, message) => {
    api = await startCloudflareApi({ workers: deployed({ secrets: [] }) });
    const ended = await run();
    expect(wordsOf(ended)).toContain(message);
    expect(ended.output).toContain("Nothing was changed on Cloudflare.");
    expect(ended.code).toBe(code);
  });

  it("where the Worker could not be asked for its schedule", async () => {
    api = await startCloudflareApi({ workers: deployed({ secrets: ["ERIFY_CRON_TOKEN", "TRIGGER_TOKEN"] }) });
    const { code, output } = await deploy();
    expect(output).toContain("TRIGGER_TOKEN opens the Worker's GET /schedule");
    expect(output).toContain("Set it as an environment variable, or add --no-wait.");
    expect(code).toBe(1);
  });

  it("where the account has too few triggers, and says who has them", async () => {
    project.write("schedules.yaml", project.read("schedules.yaml").replace("plan: paid", "plan: free"));
    const others = {
      api: { secrets: [], crons: ["1 * * * *", "2 * * * *", "3 * * * *", "4 * * * *"] },
      mail: { secrets: [], crons: ["5 * * * *"] },
    };
    api = await startCloudflareApi({ workers: { ...deployed(), ...others } });
    const { code, output } = await deploy(["--allow-dirty"]);
    expect(wordsOf({ output })).toMatch(
      /\d cron triggers? of this Worker and 5 of others \(api 4, mail 1\) are \d: the free plan has 5 for an account\./,
    );
    expect(wordsOf({ output })).toContain(
      "Cloudflare would refuse the triggers (10072) with the code live already.",
    );
    expect(code).toBe(1);
  });

  it("where no commit has what is deployed", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    project.write("src/worker.ts", `${project.read("src/worker.ts")}\n// mine\n`);
    const { code, output } = await deploy();
    expect(wordsOf({ output })).toContain(
      "No commit has src/worker.ts as it lies here, so nobody could tell later what was deployed. Commit it; or add --allow-dirty.",
    );
    expect(code).toBe(1);
  });

  it("where what is live has commits that this has not, unless that is wanted", async () => {
    api = await startCloudflareApi({ workers: deployed({ tag: project.commit }) });
    project.git("switch", "--quiet", "--detach", project.oldCommit);
    // The older commit's job map is not up to date.
    const { code, output } = await deploy(["--allow-dirty"]);
    project.git("reset", "--quiet", "--hard");
    project.git("switch", "--quiet", "main");
    expect(wordsOf({ output })).toContain(
      `What is live has 1 commit that ${project.oldCommit.slice(0, 7)} has not: this deploy takes them back. If that is what you want, add --allow-older`,
    );
    expect(code).toBe(1);
  });

  it.each([
    ["ftp://worker.example", "`ftp://worker.example` is no address of a Worker"],
    ["worker.example", "`worker.example` is no address of a Worker"],
    ["http://worker.example", "`http://worker.example` is no address of a Worker"],
  ])("where the Worker is to be asked at %s", async (url, message) => {
    api = await startCloudflareApi({ workers: deployed() });
    const { code, output } = await deploy(["--url", url]);
    expect(output).toContain(message);
    expect(code).toBe(2);
  });

  it("where the generated files were out of date: it writes them, and they have to be committed", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    project.write("schedules.yaml", project.read("schedules.yaml").replace('at: "02:06"', 'at: "02:07"'));
    project.git("commit", "--quiet", "--all", "--message", "Move parties");
    const { code, output } = await deploy();
    expect(output).toContain("written anew: src/generated/job-map.ts, wrangler.toml.");
    expect(output).toContain("No commit has src/generated/job-map.ts and 1 file more as it lies here");
    expect(project.read("wrangler.toml")).toContain("7 2 * * *");
    expect(code).toBe(1);
  });

  it("where the schedules do not compile", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    project.write("schedules.yaml", project.read("schedules.yaml").replace("timeout: 30s", "timeout: soon"));
    const { code, output } = await deploy(["--allow-dirty"]);
    expect(output).toContain("schedules.yaml:12:12: error SCH105");
    expect(output).toContain("Mend this, then run it again.\nNothing was changed on Cloudflare.");
    expect(code).toBe(1);
  });
});

describe("deploy fails half way and says where things stand", () => {
  it("code uploaded, crons refused", async () => {
    api = await startCloudflareApi({ workers: deployed(), rejectedCron: "*/5 * * * *" });
    const { code, output } = await deploy();
    expect(code).toBe(1);
    expect(live()).toEqual({ crons: oldCrons, tags: [project.commit, project.oldCommit] });
    expect(output.slice(output.indexOf("wrangler deploy failed."))).toBe(`wrangler deploy failed.

The new code is live (version 00000002), with the triggers of before (4 cron triggers). Whatever
wakes it, the Worker runs what the new schedules say for that minute; what no trigger wakes it for,
its ledger starts some two minutes late, where catch-up allows.

What to do now:
  - Cloudflare refuses a cron expression (10100) that this compiler let pass: please report it, with
    the expression. Write that schedule in another way, generate, and commit.
  - Then deploy again:
      npm run deploy -- production
  - Or try the triggers alone, with the code as it is live now:
      npx wrangler triggers deploy --env production
  - Or go back to what was live before:
      git switch --detach ${project.oldCommit.slice(0, 7)} && npm ci && npm run deploy -- production --allow-older
  - To see what is live:
      npm run verify -- --env production
`);
  });

  it("too many triggers while they are replaced: said before, explained after, and got around", async () => {
    const others = {
      other: { secrets: [], crons: Array.from({ length: 246 }, (_, index) => `${index} * * * *`) },
    };
    api = await startCloudflareApi({ workers: { ...deployed(), ...others }, cronLimit: 250 });
    const first = await deploy();
    expect(first.code, first.output).toBe(1);
    const words = wordsOf(first);
    expect(words).toContain(
      "Budget 4 cron triggers of this Worker and 246 of others (other 246) are 250: the paid plan has 250 for an account. " +
        "They fit, but while it replaces them Cloudflare may count the old ones too, and refuse (10072).",
    );
    expect(words).toContain(
      "What to do now: - Cloudflare counts too many cron triggers for the account (10072).",
    );
    expect(words).toContain(" npm run deploy -- production --clear-triggers ");
    const second = await deploy(["--clear-triggers"]);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain("Triggers   1 old one is removed, 3 stay.");
    expect(live().crons).toEqual(production?.crons.toSorted());
  });

  it("triggers were cleared for code that then was refused: they are put back", async () => {
    const answer = { status: 400, code: 10021, message: "Uncaught TypeError" };
    const faults = [{ call: "POST /workers/scripts/:worker/versions", answer }];
    api = await startCloudflareApi({ workers: deployed(), faults });
    const { code, output } = await deploy(["--clear-triggers"]);
    expect(output).toContain("Triggers   1 old one is removed, 3 stay.");
    expect(output).toContain("Cloudflare has what it had before (version 00000001)");
    expect(output).toContain("The code fails while it starts (10021).");
    expect(live().crons).toEqual(oldCrons);
    expect(code).toBe(1);
  });

  it("it is deployed, and Cloudflare does not say so", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const running = begin(["--yes"]);
    await running.waitFor(/Current Version ID/);
    api.faults.push({ call: "*", answer: { status: 400, code: 1, message: "no" } });
    const { code, output } = await running.ended;
    expect(output).toContain("It is deployed, and could not be verified: Cloudflare answers 400 (1: no).");
    expect(output).toContain("To see what is live:\n  npm run verify -- --env production\n");
    expect(output).not.toContain("Nothing was changed");
    expect(code).toBe(4);
  });

  it("ended by a signal in the wait, it says that it is deployed", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    worker.answer = { status: 404, body: {} };
    const running = begin(["--yes"]);
    await running.waitFor(/Current Version ID/);
    while (worker.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { code, output } = await running.end("SIGTERM");
    expect(output).toContain("It is deployed, and could not be verified: Interrupted (SIGTERM).");
    expect(code).toBe(1);
  });

  it.each([
    ["upload", "POST /workers/scripts/:worker/versions"],
    ["deployment", "POST /workers/scripts/:worker/deployments"],
  ])("Cloudflare fails in the %s: all is as before", async (_, call) => {
    const answer = { status: 500, code: 10013, message: "internal error" };
    api = await startCloudflareApi({ workers: deployed(), faults: [{ call, answer }] });
    const { code, output } = await deploy();
    expect(code).toBe(1);
    expect(output).toContain(
      "Cloudflare has what it had before (version 00000001): nothing is changed, and all runs as it did.",
    );
    expect(output).toContain("https://www.cloudflarestatus.com");
    expect(live().crons).toEqual(oldCrons);
  });

  it("Cloudflare does not answer in time", async () => {
    api = await startCloudflareApi({ workers: deployed(), faults: [{ call: schedulesPut, answer: "hang" }] });
    const { code, output } = await deploy(["--timeout", "8"]);
    expect(output).toContain("wrangler deploy did not end within 8 s.");
    expect(output).toContain("The new code is live (version 00000002), with the triggers of before");
    expect(code).toBe(4);
  });

  it("ended by a signal, it leaves no secrets behind", async () => {
    api = await startCloudflareApi({ faults: [{ call: schedulesPut, answer: "hang" }] });
    const running = begin(["--yes"]);
    await running.waitFor(/Uploaded erify-cron-workers-prod/);
    const { code, output } = await running.end("SIGTERM");
    expect(output).toContain("wrangler deploy was interrupted.");
    expect(output).toContain(
      "The new code is live (version 00000001), with the triggers of before (0 cron triggers).",
    );
    expect(output).not.toContain(token);
    expect(code).toBe(1);
  });
});

describe("deploy is done, but", () => {
  it("no commit has what is live, as was wanted", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    project.write("src/worker.ts", `${project.read("src/worker.ts")}\n// mine\n`);
    const { code, output } = await deploy(["--allow-dirty"]);
    expect(code, output).toBe(0);
    expect(live().tags[0]).toBe(`${project.commit}-dirty`);
  });

  it("its ledger does not wake", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    worker.answer = {
      status: 200,
      body: { sourceHash: project.sourceHash, ledger: { status: "unavailable: it hangs" } },
    };
    const { code, output } = await deploy(["--timeout", "10"]);
    expect(wordsOf({ output })).toContain(
      "Wait The new schedules run, but its ledger is not awake (unavailable: it hangs): until it is, nobody notices a missed run.",
    );
    expect(output).toContain("Verify     Cloudflare has what the repository says.");
    expect(code).toBe(4);
  });

  it("nobody waits for it", async () => {
    api = await startCloudflareApi({ workers: deployed() });
    const { code, output } = await deploy(["--no-wait"], { ERIFY_CRON_TOKEN: "" });
    expect(wordsOf({ output })).toContain(
      `Not waited for. To be sure, call ${worker.url}/health once, which wakes the ledger.`,
    );
    expect(code).toBe(0);
    expect(worker.asked).toEqual([]);
  });
});
