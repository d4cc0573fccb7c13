import type { Entry } from "../catalogue.ts";

/** The file itself: bytes and YAML. */
export const sourceEntries = {
  SCH001: {
    severity: "error",
    title: "The file is not UTF-8",
    about:
      "YAML is read as UTF-8, with or without a byte order mark. Editors call this setting the file's encoding.",
    example: {
      base64: "dmVyc2lvbjogMQp3b3JrZXI6IGNhZukK",
      shown: "version: 1\nworker: caf\\xE9   # é as ISO 8859-1 has it",
    },
  },
  SCH002: {
    severity: "error",
    title: "The file is too large",
    about: "A file of schedules has at most 16 MiB. Ten thousand jobs take about two.",
    example: { situation: "A file of more than 16 MiB." },
  },
  SCH003: {
    severity: "error",
    title: "This is no YAML",
    about:
      "The text breaks YAML's own rules: a bracket or a quote that is not closed, a line indented too little or too far. Nothing else is checked until it can be read.",
    example: { whole: "version: 1\nworker: [acme-cron\n" },
  },
  SCH004: {
    severity: "error",
    title: "A key stands twice",
    about: "In one map each key stands once. With two, one of them would be lost without a word.",
    example: { schedules: "worker: acme-cron\nworker: acme-jobs\n" },
  },
  SCH005: {
    severity: "error",
    title: "A tab indents a line",
    about: "YAML indents by spaces only.",
    example: { schedules: "account:\n\tplan: free\n" },
  },
  SCH006: {
    severity: "error",
    title: "An unknown tag",
    about: "Tags (`!name`) change what a value is. No value of this language needs one.",
    example: { schedules: "worker: !secret acme-cron\n" },
  },
  SCH007: {
    severity: "error",
    title: "More than one document",
    about: "A line `---` begins another YAML document. A file of schedules is one.",
    example: { schedules: "worker: acme-cron\n---\nworker: acme-jobs\n" },
  },
  SCH008: {
    severity: "error",
    title: "An alias that can't be followed",
    about:
      "An alias `*name` needs an anchor `&name` before it, must not stand inside its own anchor, and aliases must not multiply into millions of values.",
    example: { schedules: "worker: *name\n" },
  },
  SCH009: {
    severity: "error",
    title: "A value needs quotes",
    about:
      "At the start of a value `*` is an alias to YAML and `@` is reserved, so a cron expression stands in quotes.",
    example: { schedules: "jobs:\n  report:\n    endpoint: /cron/report\n    schedule: */5 * * * *\n" },
  },
  SCH010: {
    severity: "error",
    title: "The file can't be read",
    about: "There is no such file, it is a folder, or reading it is not allowed.",
    example: { situation: "`npm run check -- --config no-such-file.yaml`" },
  },
  SCH011: {
    severity: "error",
    title: "An ignore comment that can't be followed",
    about:
      "`# schedules-ignore SCH123 -- why` silences a warning or an info on the line below it. It stands on a line of its own and says why. Errors can't be silenced.",
    example: {
      schedules:
        'jobs:\n  report:\n    endpoint: /cron/report\n    # schedules-ignore SCH203 -- not yet\n    schedule: "0 9 * * *"\n',
    },
  },
  SCH012: {
    severity: "warning",
    title: "An ignore comment that silences nothing",
    about: "What it was for is gone, or has moved to another line. Left there, it would hide the next one.",
    example: {
      schedules:
        'jobs:\n  report:\n    endpoint: /cron/report\n    # schedules-ignore SCH209 -- the backend wants it so\n    schedule: "*/30 * * * *"\n',
    },
  },
  SCH013: {
    severity: "error",
    title: "A merge that was not finished",
    about:
      "Where git can't decide which of two versions is right, it writes both into the file, with lines of `<<<<<<<`, `=======` and `>>>>>>>` around them. The same is reported of the template.",
    example: {
      schedules: "<<<<<<< HEAD\nworker: acme-cron\n=======\nworker: acme-jobs\n>>>>>>> rename-the-worker\n",
    },
  },
} as const satisfies Record<`SCH${number}`, Entry>;
