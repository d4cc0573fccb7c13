import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Answers } from "../init/answers.ts";
import { fallbacks } from "../init/answers.ts";
import type { Given } from "../init/ask-answers.ts";
import { askAnswers } from "../init/ask-answers.ts";
import { checks } from "../init/check-answer.ts";
import { firstSchedules, firstTemplate } from "../init/first-schedules.ts";
import { withPerson } from "./ask.ts";
import { cannotWrite } from "./file-fault.ts";
import { templateName } from "./read-input.ts";
import { print, printDiagnostics } from "./report.ts";
import { UsageError } from "./usage-error.ts";

export interface InitOptions {
  readonly config: string;
  readonly worker?: string;
  readonly plan?: string;
  readonly backend?: readonly string[];
  readonly timeZone?: string;
  readonly yes?: boolean;
}

/** `init`: writes a first schedules.yaml, and a template where there is none. Returns whether all is well. */
export async function init(options: InitOptions): Promise<boolean> {
  const { config } = options;
  if (existsSync(config))
    throw new UsageError(
      `\`${config}\` is there already, and is not written over: edit it, or name another with --config FILE.`,
    );
  if (!existsSync(dirname(config)))
    throw new UsageError(
      `There is no folder \`${dirname(config)}\`: make it first, or name another --config.`,
    );
  const given = givenBy(options);
  const answers = options.yes ? withoutAsking(given) : await asked(given);
  const text = firstSchedules(answers);
  const template = join(dirname(config), templateName);
  const { diagnostics } = compile({
    nowMinute: Math.floor(Date.now() / 60_000),
    config: { file: config, bytes: Buffer.from(text) },
    template: { file: template, bytes: Buffer.from(firstTemplate) },
  });
  // Each answer is checked alone; what two of them do together is found here.
  if (hasErrors(diagnostics)) {
    await printDiagnostics(diagnostics, "text");
    print("\nNothing was written. Begin again with other answers.");
    return false;
  }
  write(config, text);
  if (!existsSync(template)) write(template, firstTemplate);
  const option = config === "schedules.yaml" ? "" : ` -- --config ${config}`;
  print(
    `Next: read ${config}, then npm run generate${option}, and npm run next${option} to see when it runs.`,
  );
  return true;
}

async function asked(given: Given): Promise<Answers> {
  if (!process.stdin.isTTY)
    throw new UsageError(
      "There is nobody to ask. Say it all: npm run init -- --yes --backend production=https://api.example.org",
    );
  return withPerson((person) => askAnswers(given, person));
}

function withoutAsking(given: Given): Answers {
  if (given.backends.length === 0)
    throw new UsageError(
      "--yes needs a backend to call: add --backend ENVIRONMENT=URL, such as production=https://api.example.org",
    );
  return {
    worker: given.worker ?? fallbacks.worker,
    plan: given.plan === "paid" ? "paid" : fallbacks.plan,
    environments: given.backends,
    timeZone: given.timeZone ?? fallbacks.timeZone,
    job: fallbacks.job,
  };
}

/** What the options say, each checked as an answer is. */
function givenBy({ worker, plan, backend = [], timeZone }: InitOptions): Given {
  const backends = backend.map((text) => {
    const [, name, address] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined || address === undefined)
      throw new UsageError(
        `--backend \`${text}\`: write ENVIRONMENT=URL, such as production=https://api.example.org`,
      );
    return { name: right("backend", name, "environment"), backend: right("backend", address, "backend") };
  });
  const [twice] = backends.filter(
    ({ name }, index) => backends.findIndex((each) => each.name === name) < index,
  );
  if (twice)
    throw new UsageError(`--backend names ${twice.name} twice: leave one out, or name another environment.`);
  return {
    worker: worker && right("worker", worker, "worker"),
    plan: plan && right("plan", plan, "plan"),
    backends,
    timeZone: timeZone && right("time-zone", timeZone, "timeZone"),
  };
}

const samples = {
  worker: fallbacks.worker,
  plan: fallbacks.plan,
  environment: fallbacks.environment,
  backend: "https://api.example.org",
  timeZone: "Europe/London",
} as const satisfies Partial<Record<keyof typeof checks, string>>;

function right(option: string, answer: string, check: keyof typeof samples): string {
  const wrong = checks[check](answer);
  if (wrong !== null) {
    const end = wrong.endsWith("?") ? "" : ".";
    throw new UsageError(`--${option}: ${wrong}${end} Write one such as ${samples[check]}.`);
  }
  return answer;
}

/** Fails where the file has come into being since: it is never written over. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw cannotWrite(path, error);
  }
  print(`${path} written`);
}
