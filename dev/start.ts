/**
 * `npm start`: the schedules, running on this machine. It generates, starts the example backend and
 * the Worker in workerd, fires the environment's triggers by a clock of its own, and prints each run.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { startBackend } from "../examples/node/backend.ts";
import type { SimulatedTime } from "../src/local/simulated-time.ts";
import { type Tick, TickClock } from "./clock.ts";
import { Cron } from "./cron.ts";
import { demonstrationJobs, demonstrationSecrets } from "./demonstration.ts";
import { Disturbances } from "./disturbances.ts";
import { freePort } from "./free-port.ts";
import { generate } from "./generate.ts";
import { formatGreeting, formatNext } from "./greeting.ts";
import { onKey } from "./keys.ts";
import { readOptions, type StartOptions } from "./options.ts";
import { createOutboundGate } from "./outbound-gate.ts";
import { wranglerConfigPath } from "./paths.ts";
import { formatMinute } from "./print-run.ts";
import { readProject } from "./read-project.ts";
import { Shutdown } from "./shutdown.ts";
import { NotDelivered, startWorker } from "./start-worker.ts";
import {
  colors,
  print,
  printError,
  printHeads,
  printHeldBack,
  printLogLine,
  printSlack,
  printStage,
} from "./terminal.ts";
import { wakeLedger } from "./wake-ledger.ts";
import { watchSources } from "./watch-sources.ts";

const FAIL_EVERY = 7;

/** The clock stands still for so long, while the Worker comes up: what it shows must be known before. */
const COMING_UP_MS = 4_000;

const shutdown = new Shutdown();

async function start(options: StartOptions): Promise<void> {
  if (!(await generate())) return shutdown.end(1);
  const { speed } = options;
  let project = await readProject(options.env);

  const jobs = demonstrationJobs(speed);
  // One value serves as every secret: of the form that a signing secret must have, and a token may.
  const token = `whsec_${randomBytes(24).toString("hex")}`;
  // Another opens the Worker's routes: short, as it stands in the lines to be pasted.
  const triggerToken = randomBytes(6).toString("hex");
  const backend = await startBackend({ token, failEvery: FAIL_EVERY, jobs: jobs.add(project) });
  shutdown.add(() => backend.close());

  const port = await freePort(options.port);
  if (port !== options.port && options.port !== 0)
    print(`Port ${options.port} is taken: the Worker takes ${port}.\n`);
  const startedAt = Date.now() + COMING_UP_MS;
  const time: SimulatedTime = { from: options.from ?? startedAt, startedAt, speed };
  const clock = new TickClock(Date.now, time);
  const next = (): string => formatNext(project, clock.now());
  const cron = new Cron(clock);
  let watchedSince = time.from;
  const disturbances = new Disturbances({
    cron,
    kill: () => worker.kill(),
    say: printStage,
    next,
    now: () => clock.now(),
    watchedSince: () => watchedSince,
    // A Worker that is not up again when all ends never will be.
    onError: (error) => shutdown.hasBegun || printError(error),
  });

  const worker = await startWorker({
    configPath: wranglerConfigPath,
    environment: project.environment,
    port,
    storage: temporaryFolder(),
    vars: { BACKEND_BASE: backend.url, LOCAL: "1", LOCAL_CLOCK: JSON.stringify(time), LOG_LEVEL: "info" },
    secrets: { ...demonstrationSecrets(project.secrets, token), TRIGGER_TOKEN: triggerToken },
    onLog: (text) => printLogLine(text, project),
    outbound: createOutboundGate({
      backendUrl: backend.url,
      onJobRequest: (job) => disturbances.onJobRequest(job),
      onSlack: printSlack,
      onHeldBack: printHeldBack,
    }),
  });
  shutdown.add(() => worker.stop());
  shutdown.takeSignals();
  watchedSince = await wakeLedger(worker.url, triggerToken, project.sourceHash);
  const fire = (tick: Tick): void =>
    void worker.fire(tick).catch((error: unknown) => printLostTick(tick, error));
  shutdown.add(cron.begin(() => project.triggers, fire));

  const facts = {
    project,
    workerUrl: worker.url,
    backendUrl: backend.url,
    failEvery: FAIL_EVERY,
    speed,
    triggerToken,
  };
  print(formatGreeting({ ...facts, simulatedNow: clock.now() }, colors));
  printHeads(project);

  onKey(process.stdin, (key) => (key === "q" ? void shutdown.end(0) : disturbances.react(key)));
  const react = async (): Promise<void> => {
    if (!(await generate())) return print(colors.yellow("The schedules before this edit go on."));
    project = await readProject(project.environment);
    jobs.add(project);
    watchedSince = await wakeLedger(worker.url, triggerToken, project.sourceHash);
    return print(`The edit is in force. Next: ${next()}`);
  };
  shutdown.add(watchSources(react, printError));
}

/** A folder of this run alone, that goes with it. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "npm-start-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function printLostTick({ trigger, scheduledTime }: Tick, error: unknown): void {
  if (shutdown.hasBegun) return;
  const what = `The tick of ${formatMinute(scheduledTime)} (${trigger})`;
  if (error instanceof NotDelivered) print(colors.yellow(`${what} was not delivered: ${error.message}.`));
  else print(colors.red(`${what} was cut off: ${String(error)}`));
}

shutdown.takeSignals();
// Whoever read our lines has gone, as in `npm start | head`.
process.stdout.on("error", () => void shutdown.end(0));
start(readOptions(process.argv.slice(2))).catch(async (error: unknown) => {
  if (shutdown.hasBegun) return;
  printError(error);
  await shutdown.end(1);
});
