/**
 * `npm start`: the schedules, running on this machine. It generates, starts the example backend and
 * the Worker in workerd, fires the environment's triggers by a clock of its own, and prints each run.
 */
import { randomBytes } from "node:crypto";
import { watch } from "node:fs";
import process from "node:process";
import { isatty } from "node:tty";
import pc from "picocolors";
import { startBackend } from "../examples/node/backend.ts";
import { SimulatedClock } from "./clock.ts";
import { demonstrationJobs, demonstrationSecrets } from "./demonstration.ts";
import { freePort } from "./free-port.ts";
import { generate } from "./generate.ts";
import { formatGreeting, formatNext } from "./greeting.ts";
import { readOptions, type StartOptions } from "./options.ts";
import { createOutboundGate } from "./outbound-gate.ts";
import { root, wranglerConfigPath } from "./paths.ts";
import { formatHeads, formatRun } from "./print-run.ts";
import { readLogLine } from "./read-run.ts";
import { ProjectError, readProject } from "./read-project.ts";
import { startWorker } from "./start-worker.ts";

const LOOK_EVERY_MS = 100;
const FAIL_EVERY = 7;
/** Editors write a file in several steps. */
const SETTLE_MS = 150;

const colors = pc.createColors(isatty(process.stdout.fd) && !process.env["NO_COLOR"]);
const print = (text: string): boolean => process.stdout.write(`${text}\n`);

/** What is to be ended, latest first. */
const stops: (() => unknown)[] = [];
let stopping = false;

async function stop(exitCode: number): Promise<never> {
  // Asked a second time: whoever asks is tired of waiting.
  if (stopping) process.exit(130);
  stopping = true;
  for (const end of stops.toReversed()) await Promise.resolve(end()).catch(() => {});
  process.exit(exitCode);
}

async function start(options: StartOptions): Promise<void> {
  if (!(await generate())) return stop(1);
  let project = await readProject(options.env);

  const jobs = demonstrationJobs();
  const token = randomBytes(16).toString("hex");
  const backend = await startBackend({ token, failEvery: FAIL_EVERY, jobs: jobs.add(project) });
  stops.push(() => backend.close());

  const port = await freePort(options.port);
  if (port !== options.port && options.port !== 0)
    print(`Port ${options.port} is taken: the Worker takes ${port}.\n`);
  const jobWidth = (): number => Math.max(3, ...project.jobs.map(({ name }) => name.length));
  const worker = await startWorker({
    configPath: wranglerConfigPath,
    environment: project.environment,
    port,
    vars: { BACKEND_BASE: backend.url, LOCAL: "1", LOG_LEVEL: "info" },
    secrets: demonstrationSecrets(project.secrets, token),
    onLog: (text) => showLogLine(text, jobWidth()),
    outbound: createOutboundGate(backend.url, (method, url) =>
      print(colors.yellow(`Held back, as nothing leaves this machine: ${method} to ${url.host}`)),
    ),
  });
  stops.push(() => worker.stop());
  takeSignals();

  const clock = new SimulatedClock({ now: Date.now, from: options.from ?? Date.now(), speed: options.speed });
  const { speed } = options;
  const facts = {
    project,
    workerUrl: worker.url,
    backendUrl: backend.url,
    failEvery: FAIL_EVERY,
    speed,
    token,
  };
  print(formatGreeting({ ...facts, simulatedNow: clock.now() }, colors));
  print(formatHeads(jobWidth(), colors));

  const timer = setInterval(() => {
    for (const tick of clock.look(project.triggers)) {
      worker
        .fire(tick)
        .catch(
          (error: unknown) => stopping || print(colors.red(`The Worker did not answer: ${String(error)}`)),
        );
    }
  }, LOOK_EVERY_MS);
  stops.push(() => clearInterval(timer));

  onSourceChange(async () => {
    if (!(await generate())) return print(colors.yellow("The schedules before this edit go on."));
    project = await readProject(project.environment);
    jobs.add(project);
    return print(`The edit is in force. Next: ${formatNext(project, clock.now())}`);
  });
}

function showLogLine(text: string, jobWidth: number): void {
  const line = readLogLine(text);
  if (line === null) return;
  if (line.kind === "line") print(line.isError ? colors.red(line.message) : colors.yellow(line.message));
  else print(formatRun(line, jobWidth, colors));
}

/** Calls `react` after each edit of a source, one call at a time. */
function onSourceChange(react: () => Promise<unknown>): void {
  const sources = new Set(["schedules.yaml", "wrangler.template.toml"]);
  let settled: NodeJS.Timeout | undefined;
  let reacting: Promise<unknown> = Promise.resolve();
  const watcher = watch(root, (_, file) => {
    if (file === null || !sources.has(file)) return;
    clearTimeout(settled);
    settled = setTimeout(() => {
      reacting = reacting.then(react).catch(report);
    }, SETTLE_MS);
  });
  stops.push(() => watcher.close());
}

/** Makes Ctrl-C end everything in order. wrangler, once started, would leave at once in the middle of it. */
function takeSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void stop(0));
  }
}

function report(error: unknown): void {
  const text =
    error instanceof ProjectError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${colors.red(text ?? "")}\n`);
}

takeSignals();
// Whoever read our lines has gone, as in `npm start | head`.
process.stdout.on("error", () => void stop(0));
start(readOptions(process.argv.slice(2))).catch(async (error: unknown) => {
  if (stopping) return;
  report(error);
  await stop(1);
});
