import type { Answers } from "./answers.ts";
import { isTime } from "./check-answer.ts";

/** The text of a first `schedules.yaml`. */
export function firstSchedules({ worker, plan, environments, timeZone, job }: Answers): string {
  const [first] = environments;
  return `# yaml-language-server: $schema=./schedules.schema.json
#
# What runs when, in every environment. After an edit: npm run generate, and commit what it wrote.
# The language: docs/language.md.
version: 1
worker: ${scalar(worker)}

account:
  plan: ${plan}

defaults:
  timeZone: ${timeZone} # the clock that the schedules are written for
  auth: { bearer: ERIFY_CRON_TOKEN } # a secret of the Worker: npx wrangler secret put ERIFY_CRON_TOKEN

environments:
${environments.map(environmentText).join("\n")}

jobs:
  ${scalar(job.key)}:
    endpoint: ${scalar(job.endpoint)}
    schedule: # an environment that is left out has none
      ${scalar(first?.name ?? "")}: ${isTime(job.schedule) ? `{ at: "${job.schedule}" }` : JSON.stringify(job.schedule)}
`;
}

/** What `wrangler` takes without `--env` must be nobody's live system. */
const harmless = /^(?:dev|development|local)$/;

function environmentText({ name, backend }: Answers["environments"][number]): string {
  const mark = harmless.test(name) ? "\n    default: true # what wrangler takes without --env" : "";
  return `  ${scalar(name)}:\n    backend: ${scalar(backend)}${mark}`;
}

/** A text as YAML: plain where no reader could take it for anything else. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z][\w./:%?=&~+-]*(?: \/[\w./%?=&~+-]*)?$/.test(text) &&
    !/:$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** The template that a project begins with. The date is one that the wrangler of this repository knows. */
export const firstTemplate = `# What is about the Worker as a deployment. Schedules, vars and secrets come from schedules.yaml:
# \`npm run generate\` merges both into wrangler.toml.
main = "src/worker.ts"
compatibility_date = "2026-11-01"
workers_dev = true
# A third less to load. Cloudflare gets the source map too, so stack traces name the source all the same.
minify = true
keep_names = false

[observability]
enabled = true
`;
