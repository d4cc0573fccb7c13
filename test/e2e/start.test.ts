import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
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
  await started?.end("SIGKILL");
  started = undefined;
  project.remove();
});

/** `npm start -- …`, less npm: the same script, so that signals reach the process itself. */
function start(...args: string[]): StartedProcess {
  const tsx = ["--import", import.meta.resolve("tsx")];
  started = startProcess([...tsx, "dev/start.ts", ...args], {
    cwd: project.folder,
    env: { HOME: project.folder },
  });
  return started;
}

async function refuses(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}

it("runs the schedules, answers as it says, takes an edit, and ends with all its children", async () => {
  const npmStart = start("--port", "0", "--speed", "60", "--from", "2026-11-23T02:04:50Z");

  // Production's own times, hand-read: 02:05 every five minutes, 02:06 the parties.
  await npmStart.waitFor(/^2026-11-23 02:05 +every5min +succeeded +200 +1 .*[0-9a-f]{8}$/m);
  await npmStart.waitFor(/^2026-11-23 02:06 +partiesImport +succeeded +200 +1 .*[0-9a-f]{8}$/m);
  expect(npmStart.output()).not.toMatch(/^2026-11-23 02:0[0-46-9] +every5min/m);
  expect(npmStart.output()).toContain("npm start");

  // The lines that it says work as pasted.
  const [, url = ""] = await npmStart.waitFor(/^ +curl (http:\/\/127\.0\.0\.1:\d+)\/health$/m);
  const health = await fetch(`${url}/health`);
  expect(await health.json()).toMatchObject({ status: "healthy", environment: "production" });
  const [, token, body] = await npmStart.waitFor(
    /Bearer (\w+)' -H 'Content-Type: application\/json' -d '(.+)'$/m,
  );
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
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
  expect(stillRunning(children)).toEqual([]);
  expect(await refuses(url)).toBe(true);
  const [, backendUrl = ""] = /Backend +(http:\S+),/.exec(output) ?? [];
  expect(await refuses(`${backendUrl}/health`)).toBe(true);
  expect(output).not.toMatch(/held back|did not answer/i);
});

it("says that its port is taken, and takes another", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    const npmStart = start("--port", String(port), "--env", "development");
    const [, other] = await npmStart.waitFor(new RegExp(`Port ${port} is taken: the Worker takes (\\d+)`));
    await npmStart.waitFor(/Ctrl-C ends everything/);
    expect((await fetch(`http://127.0.0.1:${other}/health`)).status).toBe(200);
    expect((await npmStart.end("SIGTERM")).code).toBe(0);
  } finally {
    holder.close();
  }
});

it("names the environments when there is none of that name", async () => {
  const { code, output } = await start("--env", "prod").ended;
  expect(code).toBe(1);
  expect(output).toContain(
    'There is no environment "prod" in schedules.yaml: it names production, staging, development.',
  );
  expect(output).not.toMatch(/^ +at /m);
});
