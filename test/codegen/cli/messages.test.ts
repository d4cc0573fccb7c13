/** What every command says when it is called wrongly: what is wrong, and what to do now. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeFolder, runCli } from "../support/run-cli.ts";

const owner = readFileSync("test/fixtures/ok/owner/schedules.yaml", "utf8");
const { folder, remove } = makeFolder({
  "schedules.yaml": owner,
  "vercel.json": "{}",
  "words.txt": "nothing",
});
mkdirSync(join(folder, "a-folder"));
afterAll(remove);

const see = (command: string): string =>
  `See npm run ${command} -- --help. Options stand after the \`--\`, or else npm keeps them.\n`;

const backend = ["--backend", "production=https://api.example.org"];

interface Row {
  readonly args: readonly string[];
  /** Of the whole of standard error; exit code 2. */
  readonly want: string;
}

const rows: readonly Row[] = [
  {
    args: ["genrate"],
    want: "error: unknown command 'genrate'\n(Did you mean generate?)\nSee npm run help: it lists all commands.\n",
  },
  {
    args: ["help", "plann"],
    want: "`plann` is no command that is known here. Did you mean `plan`?\n",
  },
  { args: ["help", "plna"], want: "`plna` is no command that is known here. Did you mean `plan`?\n" },

  // generate and check
  {
    args: ["generate", "--chek"],
    want: `error: unknown option '--chek'\n(Did you mean --check?)\n${see("generate")}`,
  },
  {
    args: ["generate", "--format", "jsn"],
    want: `error: option '--format <format[=file]>' argument 'jsn' is invalid. Did you mean \`json\`? Each can be FORMAT=FILE too.\n${see("generate")}`,
  },
  {
    args: ["check", "--format", "xml"],
    want: `error: option '--format <format[=file]>' argument 'xml' is invalid. There are: text, json, github, sarif, junit, markdown. Each can be FORMAT=FILE too.\n${see("check")}`,
  },
  {
    args: ["check", "--format", "json", "--format", "sarif"],
    want: `error: option '--format <format[=file]>' argument 'sarif' is invalid. Standard output takes one format: write --format sarif=FILE for the other.\n${see("check")}`,
  },
  {
    args: ["check", "--format", "json=a", "--format", "sarif=a"],
    want: `error: option '--format <format[=file]>' argument 'sarif=a' is invalid. \`a\` takes one format: name another file for the other.\n${see("check")}`,
  },
  {
    args: ["check", "--format", "sarif="],
    want: `error: option '--format <format[=file]>' argument 'sarif=' is invalid. Write the name of a file after it: sarif=FILE.\n${see("check")}`,
  },
  {
    args: ["check", "--format", "sarif=no/a"],
    want: "--format sarif=no/a: there is no folder `no`. Make it first, or name another file.\n",
  },
  {
    args: ["check", "--format", "sarif=a-folder"],
    want: "`a-folder` can't be written: it is a folder. Name a file, or take the folder away.\n",
  },
  { args: ["check", "--from", "soon"], want: "--from `soon` is no date: write one such as 2026-11-24.\n" },
  {
    args: ["check", "--fix", "weekdays=cron"],
    want: `error: option '--fix [weekdays=…]' argument 'weekdays=cron' is invalid. Did you mean \`weekdays=crontab\`?\n${see("check")}`,
  },
  {
    args: ["check", "json"],
    want: `error: too many arguments for 'check'. Expected 0 arguments but got 1.\n${see("check")}`,
  },
  {
    args: ["generate", "--out", "words.txt"],
    want: "`words.txt/schedules.openapi.yaml` can't be written: a part of its path is a file, and no folder. Nothing was changed. Name another place.\n",
  },

  // next
  { args: ["next", "checkCurent"], want: "There is no job `checkCurent`. Did you mean `checkCurrent`?\n" },
  {
    args: ["next", "nothing"],
    want: "There is no job `nothing`. There are: every5min, partiesImport, checkCurrent, mopDelta.\n",
  },
  {
    args: ["next", "--env", "prodution"],
    want: "There is no environment `prodution`. Did you mean `production`?\n",
  },
  {
    args: ["next", "--after", "tomorrow"],
    want: "--after `tomorrow` is no ISO 8601 time from 1970 to 9999: write one such as 2026-11-24T00:00:00Z.\n",
  },
  {
    args: ["next", "--count", "0"],
    want: `error: option '--count <n>' argument '0' is invalid. Write a whole number from 1 to 99999.\n${see("next")}`,
  },
  {
    args: ["next", "--dialect", "cloudfare"],
    want: `error: option '--dialect <dialect>' argument 'cloudfare' is invalid. Did you mean \`cloudflare\`?\n${see("next")}`,
  },
  {
    args: ["next", "--schedule", "{"],
    want: "--schedule `{` is no YAML: Flow map must end with a }. Write one such as '{ at: \"09:00\", timeZone: Europe/London }'\n",
  },
  { args: ["next", "--cron"], want: `error: option '--cron <expression>' argument missing\n${see("next")}` },

  // preview
  {
    args: ["preview", "--env", "prodution"],
    want: "There is no environment `prodution`. Did you mean `production`?\n",
  },
  {
    args: ["preview", "--days", "40"],
    want: `error: option '--days <n>' argument '40' is invalid. Write a whole number from 1 to 31.\n${see("preview")}`,
  },
  {
    args: ["preview", "--svg", "no/x.svg"],
    want: "`no/x.svg` can't be written: its folder is not there. Make the folder first, or name another place.\n",
  },
  {
    args: ["preview", "--ics", "words.txt/x.ics"],
    want: "`words.txt/x.ics` can't be written: a part of its path is a file, and no folder. Name another place.\n",
  },

  // plan
  {
    args: ["plan"],
    want: "`.` is in no git repository, so there is no older version. Without one, two files can be compared: npm run plan -- old.yaml new.yaml\n",
  },
  {
    args: ["plan", "--config", "no/schedules.yaml"],
    want: "There is no folder `no`: name the schedules with --config FILE.\n",
  },
  {
    args: ["plan", "markdown"],
    want: "Two files are needed, the old one and the new one: npm run plan -- old.yaml new.yaml. If `markdown` belongs to an option, write `--` before that.\n",
  },
  {
    args: ["plan", "a", "b", "--base", "c"],
    want: "Two files, --base and --against each say what to compare with: leave all but one out.\n",
  },
  {
    args: ["plan", "--against", "staging"],
    want: "--against needs the environment that is compared with it: --env NAME --against staging\n",
  },
  {
    args: ["plan", "--env", "production", "--against", "stagin"],
    want: "There is no environment `stagin`. Did you mean `staging`?\n",
  },
  {
    args: ["plan", "--format", "mrkdown"],
    want: `error: option '--format <format>' argument 'mrkdown' is invalid. Did you mean \`markdown\`?\n${see("plan")}`,
  },

  // import
  { args: ["import"], want: `error: missing required argument 'files'\n${see("import")}` },
  {
    args: ["import", "none"],
    want: "`none` can't be read: there is no such file. Look at its name and folder.\n",
  },
  { args: ["import", "a-folder"], want: "`a-folder` can't be read: it is a folder. Name a file in it.\n" },
  {
    args: ["import", "--format", "vercell", "vercel.json"],
    want: `error: option '--format <format>' argument 'vercell' is invalid. Did you mean \`vercel\`?\n${see("import")}`,
  },

  // init
  {
    args: ["init"],
    want: "`schedules.yaml` is there already, and is not written over: edit it, or name another with --config FILE.\n",
  },
  {
    args: ["init", "--config", "no/x.yaml"],
    want: "There is no folder `no`: make it first, or name another --config.\n",
  },
  {
    args: ["init", "--config", "x.yaml"],
    want: "There is nobody to ask. Say it all: npm run init -- --yes --backend production=https://api.example.org\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--yes"],
    want: "--yes needs a backend to call: add --backend ENVIRONMENT=URL, such as production=https://api.example.org\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--yes", "--backend", "https://a"],
    want: "--backend `https://a`: write ENVIRONMENT=URL, such as production=https://api.example.org\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--yes", ...backend, ...backend],
    want: "--backend names production twice: leave one out, or name another environment.\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--backend", "production=ftp://a"],
    want: "--backend: `ftp://a` can't be used here: `ftp:` is no web address. Write one such as https://api.example.org.\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--time-zone", "Europe/Pari"],
    want: "--time-zone: there is no time zone `Europe/Pari`; did you mean `Europe/Paris`? Write one such as Europe/London.\n",
  },
  {
    args: ["init", "--config", "x.yaml", "--plan", "gold"],
    want: `error: option '--plan <plan>' argument 'gold' is invalid. There are: free, paid.\n${see("init")}`,
  },

  // completion
  { args: ["completion"], want: `error: missing required argument 'shell'\n${see("completion")}` },
  {
    args: ["completion", "bsh"],
    want: "`bsh` is no shell that is known here. Did you mean `bash`?\n",
  },
  {
    args: ["completion", "tcsh"],
    want: "`tcsh` is no shell that is known here. There are: bash, zsh, fish.\n",
  },

  // verify and deploy
  {
    args: ["verify"],
    want: "Which environment? There are: production, staging, development. For example npm run verify -- production\n",
  },
  {
    args: ["verify", "prodution"],
    want: "There is no environment `prodution`. Did you mean `production`?\n",
  },
  { args: ["verify", "prod"], want: "There is no environment `prod`. Did you mean `production`?\n" },
  {
    args: ["verify", "--env", "prodution"],
    want: "There is no environment `prodution`. Did you mean `production`?\n",
  },
  {
    args: ["verify", "staging", "--env", "production"],
    want: "`staging` and --env production: name one environment.\n",
  },
];

describe("a wrong call ends with 2 and says what to do", { timeout: 60_000 }, () => {
  // What is above the folder must be no repository.
  const env = { PATH: process.env.PATH ?? "", GIT_CEILING_DIRECTORIES: folder };
  it.each(rows)("$args", ({ args, want }) => {
    expect(runCli(args, { cwd: folder, env })).toEqual({ code: 2, stdout: "", stderr: want });
  });
});
