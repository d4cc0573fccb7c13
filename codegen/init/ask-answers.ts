import type { Answers } from "./answers.ts";
import { fallbacks } from "./answers.ts";
import type { Check } from "./check-answer.ts";
import { checks } from "./check-answer.ts";

/** What is known before anything is asked. */
export interface Given {
  readonly worker?: string;
  readonly plan?: string;
  readonly backends: Answers["environments"];
  readonly timeZone?: string;
}

/** Puts a question to a person and gives the answer, which may be empty. `say` tells what is wrong with one. */
export interface Person {
  readonly ask: (question: string) => Promise<string>;
  readonly say: (text: string) => void;
}

/** Asks for all that is not given. A question is put again until its answer can stand in the file; an empty one takes what is offered. */
export async function askAnswers(given: Given, person: Person): Promise<Answers> {
  const ask = async (question: string, check: Check, offered?: string): Promise<string> => {
    const answer = await person.ask(offered === undefined ? `${question}: ` : `${question} (${offered}): `);
    const text = answer.trim() === "" && offered !== undefined ? offered : answer.trim();
    const wrong = check(text);
    if (wrong === null) return text;
    person.say(`  ${wrong}`);
    return ask(question, check, offered);
  };
  const worker = given.worker ?? (await ask("Name of the Worker", checks.worker, fallbacks.worker));
  const plan =
    given.plan ?? (await ask("Cloudflare plan of the account, free or paid", checks.plan, fallbacks.plan));
  const environments = given.backends.length > 0 ? given.backends : await askEnvironments(ask);
  const timeZone =
    given.timeZone ?? (await ask("Time zone of the schedules", checks.timeZone, fallbacks.timeZone));
  const key = await ask("Name of the first job", checks.job, fallbacks.job.key);
  const endpoint = await ask("What it calls, METHOD /path", checks.endpoint, `POST /cron/${key}`);
  const schedule = await ask("When, HH:MM of every day or cron", checks.schedule, fallbacks.job.schedule);
  return {
    worker,
    plan: plan === "paid" ? "paid" : "free",
    environments,
    timeZone,
    job: { key, endpoint, schedule },
  };
}

async function askEnvironments(
  ask: (question: string, check: Check, offered?: string) => Promise<string>,
): Promise<Answers["environments"]> {
  const environments: { name: string; backend: string }[] = [];
  let name = await ask("First environment", checks.environment, fallbacks.environment);
  while (name !== "") {
    environments.push({ name, backend: await ask(`Address of the backend of ${name}`, checks.backend) });
    const taken = environments.map((each) => each.name);
    const another: Check = (answer) =>
      taken.includes(answer)
        ? `\`${answer}\` is there already`
        : answer === ""
          ? null
          : checks.environment(answer);
    name = await ask("Another environment (Enter: no more)", another);
  }
  return environments;
}
