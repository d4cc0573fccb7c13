import { describe, expect, it } from "vitest";
import { detectFormat } from "../../../codegen/import/formats.ts";
import type { FoundSchedules } from "../../../codegen/import/found.ts";
import { UnreadableSource } from "../../../codegen/import/found.ts";
import { importSchedules } from "../../../codegen/import/import-schedules.ts";
import { jobKey, saysNothing } from "../../../codegen/import/job-keys.ts";
import { readCrontab } from "../../../codegen/import/read-crontab.ts";
import { readGithubWorkflow } from "../../../codegen/import/read-github-workflow.ts";
import { readKubernetes } from "../../../codegen/import/read-kubernetes.ts";
import { readVercel } from "../../../codegen/import/read-vercel.ts";
import { readWrangler } from "../../../codegen/import/read-wrangler.ts";

/** `line expression zone environment` of every time that was found. */
function times({ jobs }: FoundSchedules): string[] {
  return jobs.flatMap((job) =>
    job.times.map(({ line, expression, timeZone = "-", environment = "-" }) =>
      [line, expression, timeZone, environment].join(" "),
    ),
  );
}

function checks({ jobs, remarks }: FoundSchedules): string[] {
  return [...remarks, ...jobs.flatMap((job) => job.remarks)]
    .filter(({ check }) => check)
    .map(({ text }) => text);
}

describe("a crontab", () => {
  it("has a time zone from CRON_TZ, or TZ, for what stands below it", () => {
    const text =
      "1 * * * * a\nTZ=Asia/Tokyo\n2 * * * * b\nCRON_TZ = 'Europe/Paris'\r\n3 * * * * c\n\t@daily  d\n";
    expect(times(readCrontab("crontab", text))).toEqual([
      "1 1 * * * * - -",
      "3 2 * * * * Asia/Tokyo -",
      "5 3 * * * * Europe/Paris -",
      "6 @daily Europe/Paris -",
    ]);
  });

  it.each([
    ["etc/crontab", "1 * * * * deploy run", "run"],
    ["etc/cron.d/app", "1 * * * * app1 run", "run"],
    ["mine", "# m h dom mon dow user command\n1 * * * * deploy run", "run"],
    ["mine", "1 * * * * root run\n2 * * * * www-data run", "run"],
    ["mine", "1 * * * * run all", "run all"],
    ["mine", "1 * * * * root run\n2 * * * * /bin/other", "root run"],
  ])("in %s, `%s` runs `%s`", (file, text, command) => {
    expect(readCrontab(file, text).jobs[0]?.runs).toBe(command);
  });

  it("says that a line of cron.d without a user never ran", () => {
    expect(checks(readCrontab("etc/cron.d/app", "1 * * * * /bin/run"))[0]).toContain("never ran");
  });

  it("makes one job of lines with one command, and `overlap` of flock", () => {
    const { jobs } = readCrontab(
      "crontab",
      "1 5 * * * flock -n l run\n2 17 * * * flock -n l run\n3 * * * * run -n\n4 * * * * flock -w 60 l run -n",
    );
    expect(jobs.map(({ times: { length }, settings }) => [length, settings])).toEqual([
      [2, { overlap: "skip" }],
      [1, undefined],
      [1, { overlap: "wait" }],
    ]);
  });

  it("reports lines that are none, and entries that are commented out", () => {
    const found = readCrontab(
      "crontab",
      "1 * * * * a\nbroken\n# 5 5 * * * old --token=abc\n# prose of 5 words\n",
    );
    const texts = found.remarks.map(({ text }) => text).join("\n");
    expect(texts).toContain("line 2 is no line of a crontab");
    expect(texts).toContain("line 3 is commented out and left out: 5 5 * * * old --token=…");
    expect(texts).not.toContain("line 4");
  });
});

describe("a wrangler file", () => {
  it("hands the crons of the top level down to environments without triggers", () => {
    const text = `[triggers]
crons = ["1 * * * *"]
[env.a]
[env.b.triggers]
crons = []
[env.c.triggers]
crons = ["2 * * * *"]`;
    expect(times(readWrangler("wrangler.toml", text))).toEqual([
      "2 1 * * * * - production",
      "2 1 * * * * - a",
      "7 2 * * * * - c",
    ]);
  });

  it("gives an environment a name that the language takes, and says so", () => {
    const found = readWrangler("wrangler.toml", '[env."My Env\\n1".triggers]\ncrons = ["1 * * * *"]');
    expect(times(found)).toEqual(["2 1 * * * * - my-env-1"]);
    expect(checks(found)[0]).toContain("is called `my-env-1` here");
  });

  it("without environments says nothing of any", () => {
    expect(times(readWrangler("wrangler.toml", 'triggers = { crons = ["1 * * * *"] }'))).toEqual([
      "1 1 * * * * - -",
    ]);
  });

  it("may be JSON with comments, tabs and commas at the end", () => {
    const text =
      '// a\n{\n\t/* "x": 1 */\n\t"url": "https://x", // b\n\t"triggers": { "crons": ["1 * * * *",], },\n}\n';
    expect(times(readWrangler("wrangler.jsonc", text))).toEqual(["5 1 * * * * - -"]);
  });
});

describe("a vercel.json", () => {
  it("makes one job of one path", () => {
    const text =
      '{ "crons": [{ "path": "/a", "schedule": "1 * * * *" },\n{ "path": "/a", "schedule": "2 * * * *" }] }';
    const found = readVercel("vercel.json", text);
    expect(found.jobs.map(({ endpoint }) => endpoint)).toEqual(["GET /a"]);
    expect(times(found)).toEqual(["1 1 * * * * - -", "2 2 * * * * - -"]);
  });
});

/** A CronJob with more lines of its `spec`. */
function cronJob(spec: string): FoundSchedules {
  return readKubernetes(
    "a.yaml",
    `kind: CronJob\nmetadata: { name: a }\nspec:\n  schedule: "1 * * * *"\n${spec}`,
  );
}

describe("a CronJob", () => {
  it.each([
    ["", { overlap: "allow" }],
    ["  concurrencyPolicy: Allow", { overlap: "allow" }],
    ["  concurrencyPolicy: Forbid", { overlap: "skip" }],
    ["  concurrencyPolicy: Replace", { overlap: "skip" }],
    ["  startingDeadlineSeconds: 3600", { overlap: "allow", catchUp: "1h" }],
    ["  startingDeadlineSeconds: 10", { overlap: "allow", catchUp: "1m" }],
    ["  suspend: true", { overlap: "allow", pause: '{ reason: "suspended in Kubernetes" }' }],
    ["  suspend: false", { overlap: "allow" }],
  ])("with %s", (spec, settings) => {
    expect(cronJob(spec).jobs[0]?.settings).toEqual(settings);
  });

  it("has its zone in a field, or in front of the expression", () => {
    expect(times(cronJob("  timeZone: Asia/Tokyo"))).toEqual(["4 1 * * * * Asia/Tokyo -"]);
    const text = "kind: CronJob\nspec: { schedule: 'TZ=Asia/Tokyo 1 * * * *' }";
    expect(times(readKubernetes("a.yaml", text))).toEqual(["2 1 * * * * Asia/Tokyo -"]);
  });
});

describe("a GitHub workflow", () => {
  it("is one job of all its schedules, named by its file", () => {
    const text =
      "name: Nightly\non:\n  schedule:\n    - cron: 1 * * * *\n    - cron: 2 * * * *\n      timezone: Asia/Tokyo\n";
    const found = readGithubWorkflow(".github/workflows/nightly-scan.yml", text);
    expect(times(found)).toEqual(["4 1 * * * * - -", "5 2 * * * * Asia/Tokyo -"]);
    expect(found.jobs.map(({ words, title }) => [words, title])).toEqual([["nightly-scan", "Nightly"]]);
  });

  it("of one request is that request", () => {
    const text =
      "on: { schedule: [{ cron: 1 * * * * }] }\njobs: { a: { steps: [{ run: curl -XPOST https://x.example.org/a }] } }";
    expect(readGithubWorkflow("a.yml", text).jobs[0]?.endpoint).toBe("POST /a");
  });
});

describe("the format of a file", () => {
  it.each([
    ["a/vercel.json", "{}", "vercel"],
    ["wrangler.production.jsonc", "{}", "wrangler"],
    [".github/workflows/a.yml", "", "github"],
    ["etc/cron.d/app", "", "crontab"],
    ["root.crontab", "", "crontab"],
    ["stdin", "# a\n@reboot run\n", "crontab"],
    ["stdin", "MAILTO=x\n*/5 1-5 * * * run it\n", "crontab"],
    ["stdin", '[triggers]\ncrons = ["* * * * *"]', "wrangler"],
    ["stdin", '// a\n{ "triggers": { "crons": [] } }', "wrangler"],
    ["stdin", '{ "crons": [] }', "vercel"],
    ["stdin", "kind: Job\n---\nkind: CronJob\n", "kubernetes"],
    ["stdin", "kind: List\nitems: [{ kind: CronJob }]\n", "kubernetes"],
    ["stdin", "on: { schedule: [] }\n", "github"],
    ["stdin", "on: push\n", null],
    ["stdin", "just words\n", null],
    ["stdin", "", null],
    ["stdin", "\u0000\u0001{{", null],
  ])("%s %j is %s", (file, text, format) => {
    expect(detectFormat(file, text)).toBe(format);
  });
});

describe("a source that can't be read", () => {
  it.each([
    [readCrontab, "nothing here"],
    [readWrangler, "a = ["],
    [readWrangler, "main = 'x'"],
    [readWrangler, "{ nothing"],
    [readVercel, "{}"],
    [readVercel, ""],
    [readKubernetes, "kind: Job"],
    [readKubernetes, "a: [\n"],
    [readKubernetes, "a: *nowhere"],
    [readKubernetes, "schedule: {{ .Values.cron }}"],
    [readGithubWorkflow, "on: push"],
    [readGithubWorkflow, "on: { schedule: 5 }"],
  ])("%o says of %j what is wrong", (read, text) => {
    expect(() => read("file", text)).toThrow(UnreadableSource);
  });

  it("does not keep the others from being read", () => {
    const { jobCount, problems } = importSchedules([
      { file: "a", text: "words" },
      { file: "b.crontab", text: "\uFEFF@daily run" },
    ]);
    expect([jobCount, problems.map(({ file }) => file)]).toEqual([1, ["a"]]);
    expect(importSchedules([{ file: "a", text: "words" }]).yaml).toBeNull();
  });

  it("prints comments alone where nothing can be said", () => {
    const { yaml, jobCount } = importSchedules([{ file: "a.crontab", text: "@reboot run" }]);
    expect([jobCount, yaml?.includes("jobs:")]).toEqual([0, false]);
  });
});

describe("keys of jobs", () => {
  it("are in camel case, and each once", () => {
    const taken = new Set<string>();
    const words = ["parties_import", "Parties Import", "db-backup", "404", "", "/api/EE", "x".repeat(99)];
    expect(words.map((each) => jobKey(each, taken))).toEqual([
      "partiesImport",
      "partiesImport2",
      "dbBackup",
      "job404",
      "job",
      "apiEE",
      "x".repeat(60),
    ]);
  });
});

it.each([
  ["fi", true],
  ["job", true],
  ["job12", true],
  ["a2", true],
  ["jobs", false],
  ["jobCleanup", false],
  ["report2", false],
])("the key %s says nothing: %s", (key, want) => {
  expect(saysNothing(key)).toBe(want);
});

it("a key that says nothing is marked, and counted", () => {
  const { yaml, checkCount } = importSchedules([
    { file: "vercel.json", text: '{"crons":[{"path":"/","schedule":"1 2 * * *"}]}' },
  ]);
  expect(yaml).toContain("  job: # CHECK: made up; name the job before its first deploy");
  expect(checkCount).toBe(1);
});

it("a Helm template that is YAML all the same is marked", () => {
  const text =
    'kind: CronJob\nmetadata: { name: "{{ .Release.Name }}-backup" }\nspec: { schedule: "1 2 * * *", timeZone: UTC }\n';
  expect(checks(readKubernetes("cron.yaml", text))[0]).toContain("it is a template: fill it in first");
  expect(checks(readKubernetes("cron.yaml", text.replace(/\{\{.*\}\}/, "x")))).toEqual([]);
});
