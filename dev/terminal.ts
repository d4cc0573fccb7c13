import process from "node:process";
import { isatty } from "node:tty";
import pc from "picocolors";
import { formatHeads, formatRun, formatText, type Layout } from "./print-run.ts";
import { readLogLine } from "./read-run.ts";
import { type Project, ProjectError } from "./read-project.ts";

export const colors = pc.createColors(isatty(process.stdout.fd) && !process.env["NO_COLOR"]);

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What is done to the Worker from outside, apart from what it says itself. */
export function printStage(text: string): void {
  print(formatText(text, terminalWidth(), colors.cyan));
}

const SLACK = "Slack  ";

/** What a Slack channel would get. */
export function printSlack(text: string): void {
  const message = formatText(text, terminalWidth(), (line) => line, SLACK);
  print(message.replace(SLACK, colors.bold(colors.magenta(SLACK))));
}

/** A request that got no further than the gate. */
export function printHeldBack(method: string, url: URL): void {
  const text = `Held back, as nothing leaves this machine: ${method} to ${url.host}`;
  print(formatText(text, terminalWidth(), colors.yellow));
}

export function printHeads(project: Project): void {
  print(formatHeads(layoutOf(project), colors));
}

/** A line of the Worker's log, where there is something to show. */
export function printLogLine(text: string, project: Project): void {
  const line = readLogLine(text);
  if (line === null) return;
  if (line.kind === "line")
    print(formatText(line.message, terminalWidth(), line.isError ? colors.red : colors.yellow));
  else print(formatRun(line, layoutOf(project), colors));
}

function layoutOf({ jobs }: Project): Layout {
  const jobWidth = Math.max(3, ...jobs.map(({ name }) => name.length));
  return { jobWidth, width: terminalWidth() };
}

/** As it is now: a terminal can be resized. */
function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Infinity;
}

/** A person's mistake in a line, our own with its stack. */
export function printError(error: unknown): void {
  const text =
    error instanceof ProjectError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${colors.red(text ?? "")}\n`);
}
