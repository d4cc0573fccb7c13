import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { copyProject } from "../support/copy-project.ts";
import { descendants, stillRunning } from "../support/process-tree.ts";
import { type StartedProcess, startProcess } from "../support/start-process.ts";

let project: ReturnType<typeof copyProject>;
let started: StartedProcess | undefined;

beforeEach(() => {
  project = copyProject();
});

afterEach(async () => {
  // So that it ends its own children too, where a test has failed half way.
  await started?.end("SIGTERM");
  started = undefined;
  project.remove();
});

/** `npm start -- …`, less npm: the same script, so that signals reach the process itself. */
function start(...args: string[]): StartedProcess {
  const tsx = ["--import", import.meta.resolve("tsx")];
  started = startProcess([...tsx, "dev/start.ts", ...args], {
    cwd: project.folder,
    env: { HOME: project.folder, TMPDIR: storage() },
    hasInput: true,
  });
  return started;
}

/** Where it keeps the ledger while it runs, beside tsx's own cache. */
function storage(): string {
  const folder = join(project.folder, "storage");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The history of a job, newest first, as the line that it prints asks for it. */
async function historyOf(npmStart: StartedProcess, job: string): Promise<readonly HistoryEntry[]> {
  const [, url = "", authorization = ""] = await npmStart.waitFor(
    /^ +curl '(.+\/runs\?.+)' -H 'Authorization: (.+)'$/m,
  );
  const target = new URL(url);
  target.searchParams.set("job", job);
  target.searchParams.set("limit", "200");
  const response = await fetch(target, { headers: { Authorization: authorization } });
  const { runs } = (await response.json()) as { runs: HistoryEntry[] };
  return runs;
}

interface HistoryEntry {
  readonly runId: string;
  readonly status: string;
  readonly trigger: string;
  readonly events?: readonly { readonly status: string }[];
}

async function refuses(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}

it("runs the schedules, answers as it says, takes an edit, and ends with all its children", async () => {
  const npmStart = start("--port", "0", "--speed", "60", "--from", "2026-11-23T02:03:00Z");

  // Production's own times, hand-read: 02:05 every five minutes, 02:06 the parties.
  await npmStart.waitFor(/^2026-11-23 02:05 +every5min +succeeded +200 +1 .*[0-9a-f]{8}$/m);
  await npmStart.waitFor(/^2026-11-23 02:06 +partiesImport +succeeded +200 +1 .*[0-9a-f]{8}$/m);
  expect(npmStart.output()).not.toMatch(/^2026-11-23 02:0[0-46-9] +every5min/m);
  expect(npmStart.output()).toContain("npm start");

  // The lines that it says work as pasted.
  const [, url = ""] = await npmStart.waitFor(/^ +curl (http:\/\/127\.0\.0\.1:\d+)\/health$/m);
  const health = await fetch(`${url}/health`);
  expect(await health.json()).toMatchObject({
    // As in the half hour after any deploy.
    status: "degraded",
    environment: "production",
    checks: { backend: "healthy", ledger: "healthy" },
  });
  const [, token, body] = await npmStart.waitFor(/Bearer (\w+)' -d '(.+)'$/m);
  // As curl does where it is told nothing else.
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/x-www-form-urlencoded",
  };
  expect((await fetch(`${url}/trigger`, { method: "POST", headers, body: body ?? "" })).status).toBe(200);
  await npmStart.waitFor(/^by hand +every5min +succeeded/m);
  const [, scheduled = ""] = await npmStart.waitFor(/^ +curl -X POST '(.+\/__scheduled.+)'$/m);
  expect((await fetch(scheduled, { method: "POST" })).status).toBe(200);

  // A mistake keeps the old schedules; an edit replaces them.
  const file = join(project.folder, "schedules.yaml");
  const source = readFileSync(file, "utf8");
  writeFileSync(file, source.replace("timeout: 30s", "timeoutt: 30s"));
  await npmStart.waitFor(/error SCH\d+.*[\s\S]*The schedules before this edit go on\./);
  writeFileSync(file, source.replace('"*/5 * * * *"', '"*/2 * * * *"'));
  await npmStart.waitFor(/The edit is in force/);
  await npmStart.waitFor(/^2026-11-23 \d\d:\d[2468] +every5min +succeeded/m);

  const children = descendants(npmStart.pid);
  expect(children.length).toBeGreaterThan(0);
  const { code, output } = await npmStart.end("SIGINT");
  expect(code, output).toBe(0);
  // A child that ends when its parent has ended takes a moment longer.
  await expect.poll(() => stillRunning(children), { timeout: 5_000 }).toEqual([]);
  expect(await refuses(url)).toBe(true);
  const [, backendUrl = ""] = /Backend +(http:\S+),/.exec(output) ?? [];
  expect(await refuses(`${backendUrl}/health`)).toBe(true);
  expect(readdirSync(storage()).filter((name) => name.startsWith("npm-start-"))).toEqual([]);
  expect(output).not.toMatch(/held back|not delivered|cut off/i);
});

it("makes up what a stopped cron misses, alerts once it is no longer young, and says when it is well", async () => {
  const npmStart = start("--port", "0", "--speed", "120", "--from", "2026-11-23T02:03:00Z");
  await npmStart.waitFor(/^2026-11-23 02:05 +every5min +succeeded/m);
  npmStart.write("p\n");
  await npmStart.waitFor(/^Cloudflare's cron is stopped\..*\n.*It alerts from 02:3\d UTC on/m);

  // In the half hour after a deploy without an alert, and then with one.
  const [, quiet = ""] = await npmStart.waitFor(/^2026-11-23 (02:[12]\d) +every5min +missed +- +- +- /m);
  await npmStart.waitFor(new RegExp(`^2026-11-23 ${quiet} +every5min +made up +200`, "m"));
  const [before = ""] = await npmStart.waitFor(
    /[^]*Slack +🔴 production: 1 job missed: EE Recent Elections$/m,
  );
  expect(before).not.toMatch(/🔴[^]*🔴/);
  const [, alerted = ""] = /[^]*^(2026-11-23 \d\d:\d\d) +every5min +missed/m.exec(before) ?? [];
  expect(Date.parse(`${alerted}Z`)).toBeGreaterThanOrEqual(Date.parse("2026-11-23T02:33Z"));
  await npmStart.waitFor(new RegExp(`^${alerted} +every5min +made up +200`, "m"));

  npmStart.write("p\n");
  await npmStart.waitFor(/^Cloudflare's cron is started\. Next: 2026-11-23 \d\d:\d\d UTC/m);
  await npmStart.waitFor(/Slack +🟢 production: 1 job back on time: EE Recent Elections$/m);
  const run = (await historyOf(npmStart, "every5min")).find(({ runId }) =>
    runId.endsWith(runIdTime(alerted)),
  );
  expect(run).toMatchObject({ status: "succeeded", trigger: "catch-up", events: [{ status: "missed" }] });
  npmStart.write("q\n");
  expect((await npmStart.ended).code).toBe(0);
});

it("loses the run in which the Worker is killed, and makes it up under its id", async () => {
  const npmStart = start("--port", "0", "--speed", "60", "--from", "2026-11-23T02:03:00Z");
  await npmStart.waitFor(/^scheduled \(UTC\) /m);
  npmStart.write("k\n");
  await npmStart.waitFor(/^The Worker is killed in the next run\./m);
  const [, job = ""] = await npmStart.waitFor(
    /^The Worker is killed in a run of (\w+): it is lost when its lease is over, in 2 to 16 minutes\.$/m,
  );
  await npmStart.waitFor(/^The Worker is up again, on the same data\.$/m);

  const [, lost = ""] = await npmStart.waitFor(
    new RegExp(`^(2026-11-23 \\d\\d:\\d\\d) +${job} +lost +- +- +- `, "m"),
  );
  await npmStart.waitFor(/Slack +🔴 production: 1 job failed: /m);
  await npmStart.waitFor(new RegExp(`^${lost} +${job} +made up +200`, "m"));
  await npmStart.waitFor(/Slack +🟢 production: 1 job recovered: /m);
  const runs = (await historyOf(npmStart, job)).filter(({ runId }) => runId.endsWith(runIdTime(lost)));
  expect(runs).toMatchObject([{ status: "succeeded", trigger: "catch-up", events: [{ status: "lost" }] }]);

  // Ended while the Worker is down.
  npmStart.write("k\n");
  await npmStart.waitFor(/is killed in a run of[\s\S]+is killed in a run of/);
  const children = descendants(npmStart.pid);
  const { code, output } = await npmStart.end("SIGTERM");
  expect(code, output).toBe(0);
  // A child that ends when its parent has ended takes a moment longer.
  await expect.poll(() => stillRunning(children), { timeout: 5_000 }).toEqual([]);
  expect(output).not.toMatch(/\[wrangler|crash|cut off|^ +at /im);
});

/** `2026-11-23 02:05` as the end of a run id. */
function runIdTime(time: string): string {
  return `:${time.replace(" ", "T").replace(/[-:]/g, "")}Z`;
}

it("says that its port is taken, and takes another", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    const npmStart = start("--port", String(port), "--env", "development");
    const [, other] = await npmStart.waitFor(new RegExp(`Port ${port} is taken: the Worker takes (\\d+)`));
    await npmStart.waitFor(/q ends everything, as Ctrl-C does/);
    expect((await fetch(`http://127.0.0.1:${other}/health`)).status).toBe(200);
    expect((await npmStart.end("SIGTERM")).code).toBe(0);
  } finally {
    holder.close();
  }
});

it("names the environments when there is none of that name", async () => {
  const { code, output } = await start("--env", "prod").ended;
  expect(code).toBe(1);
  expect(output).toContain("There is no environment `prod`. Did you mean `production`?");
  expect(output).not.toMatch(/^ +at /m);
});
