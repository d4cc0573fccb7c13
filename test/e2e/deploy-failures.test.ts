import { describe, expect, it } from "vitest";
import { deployKit, oldCrons, production, schedulesPut, token, wordsOf } from "./deploy-kit.ts";

const kit = deployKit();

describe("deploy fails half way and says where things stand", () => {
  it("code uploaded, crons refused", async () => {
    await kit.start({ workers: kit.deployed(), rejectedCron: "*/5 * * * *" });
    const { code, output } = await kit.deploy();
    expect(code).toBe(1);
    expect(kit.live()).toEqual({ crons: oldCrons, tags: [kit.project.commit, kit.project.oldCommit] });
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
      git switch --detach ${kit.project.oldCommit.slice(0, 7)} && npm ci && npm run deploy -- production --allow-older
  - To see what is live:
      npm run verify -- --env production
`);
  });

  it("too many triggers while they are replaced: said before, explained after, and got around", async () => {
    const others = {
      other: { secrets: [], crons: Array.from({ length: 246 }, (_, index) => `${index} * * * *`) },
    };
    await kit.start({ workers: { ...kit.deployed(), ...others }, cronLimit: 250 });
    const first = await kit.deploy();
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
    const second = await kit.deploy(["--clear-triggers"]);
    expect(second.code, second.output).toBe(0);
    expect(second.output).toContain("Triggers   1 old one is removed, 3 stay.");
    expect(kit.live().crons).toEqual(production?.crons.toSorted());
  });

  it("triggers were cleared for code that then was refused: they are put back", async () => {
    const answer = { status: 400, code: 10021, message: "Uncaught TypeError" };
    const faults = [{ call: "POST /workers/scripts/:worker/versions", answer }];
    await kit.start({ workers: kit.deployed(), faults });
    const { code, output } = await kit.deploy(["--clear-triggers"]);
    expect(output).toContain("Triggers   1 old one is removed, 3 stay.");
    expect(output).toContain("Cloudflare has what it had before (version 00000001)");
    expect(output).toContain("The code fails while it starts (10021).");
    expect(kit.live().crons).toEqual(oldCrons);
    expect(code).toBe(1);
  });

  it("it is deployed, and Cloudflare does not say so", async () => {
    await kit.start({ workers: kit.deployed() });
    const running = kit.begin(["--yes"]);
    await running.waitFor(/Current Version ID/);
    kit.api.faults.push({ call: "*", answer: { status: 400, code: 1, message: "no" } });
    const { code, output } = await running.ended;
    expect(output).toContain("It is deployed, and could not be verified: Cloudflare answers 400 (1: no).");
    expect(output).toContain("To see what is live:\n  npm run verify -- --env production\n");
    expect(output).not.toContain("Nothing was changed");
    expect(code).toBe(4);
  });

  it("ended by a signal in the wait, it says that it is deployed", async () => {
    await kit.start({ workers: kit.deployed() });
    kit.worker.answer = { status: 404, body: {} };
    const running = kit.begin(["--yes"]);
    await running.waitFor(/Current Version ID/);
    while (kit.worker.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const { code, output } = await running.end("SIGTERM");
    expect(output).toContain("It is deployed, and could not be verified: Interrupted (SIGTERM).");
    expect(code).toBe(1);
  });

  it.each([
    ["upload", "POST /workers/scripts/:worker/versions"],
    ["deployment", "POST /workers/scripts/:worker/deployments"],
  ])("Cloudflare fails in the %s: all is as before", async (_, call) => {
    const answer = { status: 500, code: 10013, message: "internal error" };
    await kit.start({ workers: kit.deployed(), faults: [{ call, answer }] });
    const { code, output } = await kit.deploy();
    expect(code).toBe(1);
    expect(output).toContain(
      "Cloudflare has what it had before (version 00000001): nothing is changed, and all runs as it did.",
    );
    expect(output).toContain("https://www.cloudflarestatus.com");
    expect(kit.live().crons).toEqual(oldCrons);
  });

  it("Cloudflare does not answer in time", async () => {
    await kit.start({ workers: kit.deployed(), faults: [{ call: schedulesPut, answer: "hang" }] });
    const { code, output } = await kit.deploy(["--timeout", "8"]);
    expect(output).toContain("wrangler deploy did not end within 8 s.");
    expect(output).toContain("The new code is live (version 00000002), with the triggers of before");
    expect(code).toBe(4);
  });

  it("ended by a signal, it leaves no secrets behind", async () => {
    await kit.start({ faults: [{ call: schedulesPut, answer: "hang" }] });
    const running = kit.begin(["--yes"]);
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
    await kit.start({ workers: kit.deployed() });
    kit.project.write("src/worker.ts", `${kit.project.read("src/worker.ts")}\n// mine\n`);
    const { code, output } = await kit.deploy(["--allow-dirty"]);
    expect(code, output).toBe(0);
    expect(kit.live().tags[0]).toBe(`${kit.project.commit}-dirty`);
  });

  it("its ledger does not wake", async () => {
    await kit.start({ workers: kit.deployed() });
    kit.worker.answer = {
      status: 200,
      body: { sourceHash: kit.project.sourceHash, ledger: { status: "unavailable: it hangs" } },
    };
    const { code, output } = await kit.deploy(["--timeout", "10"]);
    expect(wordsOf({ output })).toContain(
      "Wait The new schedules run, but its ledger is not awake (unavailable: it hangs): until it is, nobody notices a missed run.",
    );
    expect(output).toContain("Verify     Cloudflare has what the repository says.");
    expect(code).toBe(4);
  });

  it("nobody waits for it", async () => {
    await kit.start({ workers: kit.deployed() });
    const { code, output } = await kit.deploy(["--no-wait"], { ERIFY_CRON_TOKEN: "" });
    expect(wordsOf({ output })).toContain(
      `Not waited for. To be sure, call ${kit.worker.url}/health once, which wakes the ledger.`,
    );
    expect(code).toBe(0);
    expect(kit.worker.asked).toEqual([]);
  });
});
