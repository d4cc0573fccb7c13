/**
 * Stands in for `gh`, GitHub's command line, as far as the workflows use it. The environment variable GH_ANSWERS is a JSON
 * file with what GitHub would answer (see `GhAnswers`); CALLS is the file to note calls in. What it does not know, it refuses,
 * so that a slip in an option does not pass.
 *
 * @see https://cli.github.com/manual/gh_api
 * @see https://cli.github.com/manual/gh_run_download
 */
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";

export interface GhAnswers {
  /** By path with its query. A list of pages where the path is asked with --paginate; without an answer it is 404. */
  readonly get: Readonly<Record<string, unknown>>;
  /** The files of the artifact named `plan` of run 99. */
  readonly artifact?: Readonly<Record<string, string | { readonly linkTo: string }>>;
}

const { GH_ANSWERS = "", GH_TOKEN = "", CALLS = "" } = process.env;
const answers = JSON.parse(readFileSync(GH_ANSWERS, "utf8")) as GhAnswers;

function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

async function api(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      field: { type: "string", multiple: true },
      jq: { type: "string" },
      method: { type: "string" },
      paginate: { type: "boolean" },
      silent: { type: "boolean" },
    },
  });
  const [path = "", ...more] = positionals;
  if (more.length > 0) end(1, `accepts 1 arg(s), received ${positionals.length}`);
  const method = values.method ?? (values.field ? "POST" : "GET");
  appendFileSync(CALLS, `${method} ${path}\n`);
  for (const field of values.field ?? []) {
    const [, name, file] =
      /^(\w+)=@(.+)$/.exec(field) ?? end(1, `a field that the stand-in does not know: ${field}`);
    writeFileSync(`${CALLS}.${name}`, readFileSync(file ?? "", "utf8"));
  }
  if (method !== "GET") return;
  const answer = answers.get[path];
  const { raw } = await import("jq-wasm"); // which takes longer to load than all else
  if (answer === undefined) end(1, `gh: Not Found (HTTP 404): ${path}`);
  for (const page of values.paginate ? (answer as unknown[]) : [answer]) {
    const lines = await raw(page as object, values.jq ?? ".", ["-r"]);
    if (lines !== "" && !values.silent) process.stdout.write(`${lines}\n`);
  }
}

function download(args: string[]): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { repo: { type: "string" }, name: { type: "string" }, dir: { type: "string" } },
  });
  appendFileSync(CALLS, `download ${positionals.join(" ")}\n`);
  if (positionals.join(" ") !== "99" || values.repo !== "town/clock" || values.name !== "plan")
    end(1, "no artifact matches any of the names or patterns provided");
  const folder = values.dir ?? ".";
  mkdirSync(folder);
  for (const [name, file] of Object.entries(answers.artifact ?? {})) {
    if (typeof file === "string") writeFileSync(join(folder, name), file);
    else symlinkSync(file.linkTo, join(folder, name));
  }
}

const [command, ...rest] = process.argv.slice(2);
if (GH_TOKEN === "")
  end(4, "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.");
if (command === "api") await api(rest);
else if (command === "run" && rest[0] === "download") download(rest.slice(1));
else end(1, `unknown command ${command}`);
