import type { Entry } from "../catalogue.ts";

/** The template, and what is written. */
export const outputEntries = {
  SCH501: {
    severity: "info",
    title: "There is no template",
    about:
      "Without a `wrangler.template.toml` beside the schedules the Worker is deployed with plain settings.",
    example: { template: null },
  },
  SCH502: {
    severity: "error",
    title: "The template is no TOML",
    about: "The text breaks TOML's own rules.",
    example: { template: 'main = "src/worker.ts\n' },
  },
  SCH503: {
    severity: "error",
    title: "The template has a key that the compiler writes",
    about:
      "Names, triggers, vars, required secrets and the ledger's Durable Object (`migrations`, `exports`, the binding `LEDGER`) are the compiler's alone, so that the two can't differ.",
    example: {
      template:
        'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\n\n[triggers]\ncrons = ["0 * * * *"]\n',
    },
  },
  SCH504: {
    severity: "error",
    title: "The template names an unknown environment",
    about: "An `[env.X]` of the template belongs to an environment of schedules.yaml.",
    example: {
      template:
        'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\n\n[env.prod]\nroutes = ["cron.example.com/*"]\n',
    },
  },
  SCH505: {
    severity: "error",
    title: "A route for every environment",
    about:
      "wrangler hands a top-level route down to every environment, so the one deployed last would take it from the others.",
    example: {
      template:
        'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\nroutes = ["cron.example.com/*"]\n',
      schedules:
        "environments:\n  production: { backend: https://api.example.com }\n  staging: { backend: https://api-staging.example.com }\n",
    },
  },
  SCH506: {
    severity: "warning",
    title: "Another wrangler configuration lies beside",
    about: "wrangler prefers wrangler.json and wrangler.jsonc to wrangler.toml, without a word.",
    example: { situation: "A wrangler.jsonc in the same directory." },
  },
  SCH507: {
    severity: "error",
    title: "Bindings that the ledger's can't be added to",
    about:
      "The compiler adds the binding of the ledger to those Durable Objects that the template binds. For that they must have the form that wrangler reads.",
    example: {
      template:
        'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\n\n[[durable_objects]]\nname = "COUNTER"\nclass_name = "Counter"\n',
    },
  },
  SCH508: {
    severity: "error",
    title: "The template lacks what a deploy needs",
    about:
      "wrangler deploys a Worker with its code (`main`) and a compatibility date: at the top level, or in each `[env.X]`.",
    example: { template: 'main = "src/worker.ts"\n' },
  },
  SCH509: {
    severity: "warning",
    title: "A misspelt key of the template",
    about:
      "wrangler goes on without a key that it does not know, and what the key was meant to do is not done. Told of are keys that are near to one of wrangler's.",
    example: {
      template: 'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\nworker_dev = false\n',
    },
  },
  SCH510: {
    severity: "error",
    title: "The Worker's code is not there",
    about:
      "`main` is a file's path, seen from the folder that wrangler.toml is written to. Without this check only a deploy would tell.",
    example: { situation: 'A template with `main = "src/wroker.ts"`.' },
  },
  SCH601: {
    severity: "error",
    title: "A generated file is out of date",
    about:
      "What is deployed is the generated files, so they are committed with the schedules that they come from.",
    example: { situation: "An edit of schedules.yaml, then `npm run check` without `npm run generate`." },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
