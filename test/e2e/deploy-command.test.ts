import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { wranglerBin } from "../../dev/paths.ts";
import { keys, onTerminal } from "../codegen/support/terminal.ts";
import { type ProcessEnd, startProcess } from "../support/start-process.ts";
import { deployKit, name, oldCrons, production, token, wordsOf } from "./deploy-kit.ts";

const kit = deployKit();

describe("deploy", () => {
  it("shows what changes, deploys, waits, verifies, and says what to look for", async () => {
    await kit.start({ workers: kit.deployed({ crons: [...oldCrons, "1 1 * * *"] }) });
    const { code, output } = await kit.deploy();
    expect(code, output).toBe(0);
    expect(kit.live()).toEqual({
      crons: production?.crons.toSorted(),
      tags: [kit.project.commit, kit.project.oldCommit],
    });
    const [old, now] = [kit.project.oldCommit.slice(0, 7), kit.project.commit.slice(0, 7)];
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
    expect(kit.worker.asked).toEqual([`Bearer ${token}`]);
    expect(output).not.toContain(token);
  });

  it("compares triggers alone where no commit is noted with what is live", async () => {
    await kit.start({ workers: kit.deployed({ tag: undefined }) });
    const { code, output } = await kit.deploy();
    expect(code, output).toBe(0);
    expect(output).toContain(`Plan       Only triggers can be compared: no commit is noted with what is live.
    - */10 * * * *  every 10 minutes
    + */5 * * * *  every 5 minutes
`);
  });

  it("does not count the account's triggers where none is new", async () => {
    await kit.start({ workers: kit.deployed() });
    await kit.deploy();
    const before = kit.api.calls.length;
    const { code, output } = await kit.deploy();
    expect(code, output).toBe(0);
    expect(output).toContain("Budget     No cron trigger is new.");
    const asked = kit.api.calls.slice(before).filter(({ path }) => path.endsWith("/workers/scripts"));
    expect(asked).toEqual([]);
  });

  it("wakes the ledger of the real Worker, and passes a new one its secrets", async () => {
    await kit.start();
    const envFile = join(kit.home, "secrets.env");
    writeFileSync(envFile, `ERIFY_CRON_TOKEN=${token}\n`, { mode: 0o600 });
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const args = ["dev", "src/local-worker.ts", "-c", "wrangler.toml", "--env", "production"];
    const ports = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
    const files = ["--persist-to", join(kit.home, "storage"), "--env-file", envFile];
    const real = startProcess([wranglerBin, ...args, ...ports, ...files], {
      cwd: root,
      env: { HOME: kit.home },
    });
    const [, url = ""] = await real.waitFor(/Ready on (http:\/\/127\.0\.0\.1:\d+)/);
    const { code, output } = await kit.deploy(["--url", url]);
    await real.end("SIGINT");
    expect(output).toContain(`There is no Worker ${name} yet: this is its first deploy.`);
    expect(output).toContain("Secrets    passed with this deploy: ERIFY_CRON_TOKEN");
    expect(output).toMatch(
      /Wait {7}After \d+ s GET \/schedule shows these schedules, and the ledger is awake\./,
    );
    expect(code, output).toBe(0);
    expect(output).not.toContain(token);
    const upload = kit.api.calls.find(({ method, path }) => method === "PUT" && path.endsWith(name));
    expect(upload?.body).toMatchObject({
      metadata: {
        bindings: expect.arrayContaining([{ name: "ERIFY_CRON_TOKEN", type: "secret_text", text: token }]),
      },
    });
  });
});

describe("deploy on a terminal", () => {
  afterEach(() => expect(kit.changes()).toEqual([]));

  it("asks for a secret that it does not show, then whether to deploy, and takes no for an answer", async () => {
    await kit.start();
    const { code, screen } = await onTerminal(
      ["deploy", "production"],
      [
        ["ERIFY_CRON_TOKEN (not shown): ", `${token}${keys.enter}`],
        ["Deploy to production? [y/N] ", `n${keys.enter}`],
      ],
      { cwd: kit.project.folder, env: { ...kit.api.env, HOME: kit.home, TMPDIR: kit.home } },
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
    await kit.start();
    const { code, screen } = await onTerminal(
      ["deploy", "production"],
      [["ERIFY_CRON_TOKEN (not shown): ", key]],
      { cwd: kit.project.folder, env: { ...kit.api.env, HOME: kit.home, TMPDIR: kit.home } },
    );
    expect(screen.replaceAll(/\s+/g, " ")).toContain(
      `${name} lacks what it needs on Cloudflare: ERIFY_CRON_TOKEN.`,
    );
    expect(screen).toContain("Nothing was changed on Cloudflare.");
    expect(code).toBe(1);
  });
});

describe("deploy stops before it changes anything", () => {
  afterEach(() => expect(kit.changes()).toEqual([]));

  it.each<[string, () => Promise<ProcessEnd>, number, string]>([
    [
      "where the token is refused",
      () => kit.deploy([], { CLOUDFLARE_API_TOKEN: "wrong" }),
      4,
      "Cloudflare answers 403 (10000: Authentication error): it does not take the token.",
    ],
    [
      "where a secret is missing",
      () => kit.deploy([], { ERIFY_CRON_TOKEN: "" }),
      1,
      `${name} lacks what it needs on Cloudflare: ERIFY_CRON_TOKEN. Set each as an environment variable of its name`,
    ],
    ["where there is nobody to ask", () => kit.begin([]).ended, 1, "There is nobody to ask: add --yes."],
    [
      "where npm kept the --yes",
      () => kit.begin([], { npm_config_yes: "true" }).ended,
      1,
      `There is nobody to ask: add --yes. npm keeps what stands before the \`--\`: npm run deploy -- production --yes`,
    ],
  ])("%s", async (_, run, code, message) => {
    await kit.start({ workers: kit.deployed({ secrets: [] }) });
    const ended = await run();
    expect(wordsOf(ended)).toContain(message);
    expect(ended.output).toContain("Nothing was changed on Cloudflare.");
    expect(ended.code).toBe(code);
  });

  it("where the Worker could not be asked for its schedule", async () => {
    await kit.start({ workers: kit.deployed({ secrets: ["ERIFY_CRON_TOKEN", "TRIGGER_TOKEN"] }) });
    const { code, output } = await kit.deploy();
    expect(output).toContain("TRIGGER_TOKEN opens the Worker's GET /schedule");
    expect(output).toContain("Set it as an environment variable, or add --no-wait.");
    expect(code).toBe(1);
  });

  it("where the account has too few triggers, and says who has them", async () => {
    kit.project.write(
      "schedules.yaml",
      kit.project.read("schedules.yaml").replace("plan: paid", "plan: free"),
    );
    const others = {
      api: { secrets: [], crons: ["1 * * * *", "2 * * * *", "3 * * * *", "4 * * * *"] },
      mail: { secrets: [], crons: ["5 * * * *"] },
    };
    await kit.start({ workers: { ...kit.deployed(), ...others } });
    const { code, output } = await kit.deploy(["--allow-dirty"]);
    expect(wordsOf({ output })).toMatch(
      /\d cron triggers? of this Worker and 5 of others \(api 4, mail 1\) are \d: the free plan has 5 for an account\./,
    );
    expect(wordsOf({ output })).toContain(
      "Cloudflare would refuse the triggers (10072) with the code live already.",
    );
    expect(code).toBe(1);
  });

  it("where no commit has what is deployed", async () => {
    await kit.start({ workers: kit.deployed() });
    kit.project.write("src/worker.ts", `${kit.project.read("src/worker.ts")}\n// mine\n`);
    const { code, output } = await kit.deploy();
    expect(wordsOf({ output })).toContain(
      "No commit has src/worker.ts as it lies here, so nobody could tell later what was deployed. Commit it; or add --allow-dirty.",
    );
    expect(code).toBe(1);
  });

  it("where what is live has commits that this has not, unless that is wanted", async () => {
    await kit.start({ workers: kit.deployed({ tag: kit.project.commit }) });
    kit.project.git("switch", "--quiet", "--detach", kit.project.oldCommit);
    // The older commit's job map is not up to date.
    const { code, output } = await kit.deploy(["--allow-dirty"]);
    kit.project.git("reset", "--quiet", "--hard");
    kit.project.git("switch", "--quiet", "main");
    expect(wordsOf({ output })).toContain(
      `What is live has 1 commit that ${kit.project.oldCommit.slice(0, 7)} has not: this deploy takes them back. If that is what you want, add --allow-older`,
    );
    expect(code).toBe(1);
  });

  it.each([
    ["ftp://worker.example", "`ftp://worker.example` is no address of a Worker"],
    ["worker.example", "`worker.example` is no address of a Worker"],
    ["http://worker.example", "`http://worker.example` is no address of a Worker"],
  ])("where the Worker is to be asked at %s", async (url, message) => {
    await kit.start({ workers: kit.deployed() });
    const { code, output } = await kit.deploy(["--url", url]);
    expect(output).toContain(message);
    expect(code).toBe(2);
  });

  it("where the generated files were out of date: it writes them, and they have to be committed", async () => {
    await kit.start({ workers: kit.deployed() });
    kit.project.write(
      "schedules.yaml",
      kit.project.read("schedules.yaml").replace('at: "02:06"', 'at: "02:07"'),
    );
    kit.project.git("commit", "--quiet", "--all", "--message", "Move parties");
    const { code, output } = await kit.deploy();
    expect(output).toContain("written anew: src/generated/job-map.ts, wrangler.toml.");
    expect(output).toContain("No commit has src/generated/job-map.ts and 1 file more as it lies here");
    expect(kit.project.read("wrangler.toml")).toContain("7 2 * * *");
    expect(code).toBe(1);
  });

  it("where the schedules do not compile", async () => {
    await kit.start({ workers: kit.deployed() });
    kit.project.write(
      "schedules.yaml",
      kit.project.read("schedules.yaml").replace("timeout: 30s", "timeout: soon"),
    );
    const { code, output } = await kit.deploy(["--allow-dirty"]);
    expect(output).toContain("schedules.yaml:12:12: error SCH105");
    expect(output).toContain("Mend this, then run it again.\nNothing was changed on Cloudflare.");
    expect(code).toBe(1);
  });
});
