import type { z } from "zod";
import { lintCron } from "../cron/lint-cron.ts";
import { catalogue } from "../diagnostics/catalogue.ts";
import { endpoint } from "../schema/endpoint.ts";
import { environmentName, jobName, workerName } from "../schema/names.ts";
import { timeZone } from "../schema/schedule-dates.ts";
import { oneOf } from "../schema/texts.ts";
import { isLoopback, url } from "../schema/urls.ts";

/** What is wrong with an answer, in the words of the checks; null where nothing is. */
export type Check = (answer: string) => string | null;

const address = url("", { bare: true });

/** A check for each question. What the file's own checks refuse is refused here, so that the file compiles. */
export const checks = {
  worker: fits(workerName),
  plan: fits(oneOf(["free", "paid"], "")),
  environment: fits(environmentName),
  backend: (answer) => {
    const wrong = fits(address)(answer);
    if (wrong !== null) return wrong;
    const { protocol, hostname } = new URL(answer);
    return protocol === "https:" || isLoopback(hostname) ? null : "it must be https:, save on this machine";
  },
  timeZone: fits(timeZone),
  job: fits(jobName),
  endpoint: fits(endpoint()),
  schedule: (answer) => (isTime(answer) ? null : cronFault(answer)),
} as const satisfies Record<string, Check>;

/** Whether an answer is a time of day, `HH:MM`. */
export function isTime(answer: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(answer);
}

function cronFault(answer: string): string | null {
  const problem = lintCron(answer).find(({ code }) => catalogue[code].severity === "error");
  return problem ? sentence(problem) : null;
}

function fits(schema: z.ZodType): Check {
  return (answer) => {
    const [issue] = schema.safeParse(answer).error?.issues ?? [];
    if (!issue) return null;
    const hint = issue.code === "custom" ? issue.params?.hint : undefined;
    return sentence({ message: issue.message, hint: typeof hint === "string" ? hint : undefined });
  };
}

function sentence({ message, hint }: { readonly message: string; readonly hint?: string }): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
