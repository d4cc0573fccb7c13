import type { Colors } from "picocolors/types.js";
import { nextTick } from "./clock.ts";
import { formatMinute } from "./print-run.ts";
import type { Project } from "./read-project.ts";

export interface GreetingFacts {
  readonly project: Project;
  readonly workerUrl: string;
  readonly backendUrl: string;
  /** Every so-manieth request to the backend is answered 503. */
  readonly failEvery: number;
  /** Epoch ms. */
  readonly simulatedNow: number;
  readonly speed: number;
  readonly triggerToken: string;
}

/** What runs where, what comes next, and what to try: the lines that `npm start` begins with. */
export function formatGreeting(facts: GreetingFacts, colors: Colors): string {
  const { project, workerUrl, backendUrl, failEvery, simulatedNow, speed, triggerToken } = facts;
  const job = project.jobs[0]?.name ?? "";
  const trigger = (project.triggers[0]?.text ?? "* * * * *").replaceAll(" ", "+");
  const key = (letter: string): string => colors.bold(colors.cyan(letter));
  const pace = speed === 1 ? "in real time" : `${speed} times real time; all durations are by it`;
  return [
    colors.bold(`The schedules of "${project.environment}", on this machine. Nothing leaves it.`),
    "",
    `  Worker    ${colors.cyan(workerUrl)}, in workerd, with its ledger`,
    `  Backend   ${backendUrl}, the one in examples/node;`,
    `            every ${failEvery}th request fails, to show a retry`,
    `  Clock     ${formatMinute(simulatedNow)} UTC, ${pace}`,
    `  Next      ${formatNext(project, simulatedNow)}`,
    `  Keys      ${key("p")} stops Cloudflare's cron, and starts it: what is missed is made up`,
    `            ${key("k")} kills the Worker in the next run: it is lost, and made up`,
    `            ${key("q")} ends everything, as Ctrl-C does`,
    "",
    speed === 1
      ? `${colors.bold("npm start -- --speed 60")} makes an hour pass in a minute.`
      : `${colors.bold("npm start")} alone goes in real time.`,
    `Open ${colors.cyan(`${workerUrl}/health`)}, and try in another terminal:`,
    "",
    `  curl ${workerUrl}/health`,
    `  curl '${workerUrl}/runs?job=${job}&limit=3' -H 'Authorization: Bearer ${triggerToken}'`,
    `  curl -X POST ${workerUrl}/trigger -H 'Authorization: Bearer ${triggerToken}' -d '{"job":"${job}"}'`,
    `  curl -X POST '${workerUrl}/__scheduled?cron=${trigger}'`,
    "",
    "Edit schedules.yaml and save it: the new schedules run at once.",
    "",
  ].join("\n");
}

/** `2026-11-23 16:45 UTC: every5min`, or that there is none. */
export function formatNext({ triggers, wakes }: Project, after: number): string {
  const tick = nextTick(triggers, after);
  if (tick === null) return "none: this environment has no schedule";
  return `${formatMinute(tick.scheduledTime)} UTC: ${(wakes[tick.trigger] ?? []).join(", ")}`;
}
