/** What an editor shows: the real yaml-language-server with the schema that `generate` makes, found by the file's own first line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emitJsonSchema } from "../../codegen/emit/emit-json-schema.ts";
import { type LanguageClient, type Position, startLanguageClient } from "./language-client.ts";

const schedules = readFileSync(fileURLToPath(new URL("../../schedules.yaml", import.meta.url)), "utf8");

let folder: string;
let client: LanguageClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "editor-"));
  writeFileSync(join(folder, "schedules.schema.json"), emitJsonSchema());
  client = await startLanguageClient(pathToFileURL(folder).href);
}, 30_000);

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

let opened = 0;

/** A document of its own, beside the schema. `|` in the text is the cursor, and is taken out. */
async function open(marked: string) {
  opened += 1;
  const uri = pathToFileURL(join(folder, `schedules-${opened}.yaml`)).href;
  const text = marked.replace("|", "");
  return { uri, position: positionOf(text, marked.indexOf("|")), problems: await client.open(uri, text) };
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** The owner's file with one piece of it replaced. */
function edited(piece: string, replacement: string): string {
  expect(schedules.split(piece), piece).toHaveLength(2);
  return schedules.replace(piece, replacement);
}

it("finds nothing wrong with the repository's own file", async () => {
  expect((await open(schedules)).problems).toEqual([]);
});

it("completes a job's key, with its default as the value", async () => {
  const { uri, position } = await open(edited("    timeout: 2m\n", "    tim|\n"));
  const timeout = (await client.completions(uri, position)).find(({ label }) => label === "timeout");
  expect(timeout).toMatchObject({ insertText: "timeout: ${1:30s}" });
});

it("completes the words that a key takes", async () => {
  const { uri, position } = await open(edited("logLevel: debug", "logLevel: |"));
  const labels = (await client.completions(uri, position)).map(({ label }) => label);
  expect(labels.toSorted()).toEqual(["debug", "error", "info", "warn"]);
});

it("offers the forms of a schedule", async () => {
  const { uri, position } = await open(
    `${schedules}  another:\n    endpoint: /cron/another\n    schedule: |\n`,
  );
  const labels = (await client.completions(uri, position)).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(["every", "at", "cron", "manual"]));
});

it("shows what a key means, its unit, its range and its default", async () => {
  const { uri, position } = await open(edited("timeout: 2m", "time|out: 2m"));
  const text = await client.hover(uri, position);
  expect(text).toContain("Of one attempt");
  expect(text).toContain("ms, s, m, h, d");
  expect(text).toContain("100ms to 14m");
  expect(text).toContain("Default: 30s.");
});

it("marks a value without a unit, and says what to write", async () => {
  const { position, problems } = await open(edited("timeout: 2m", "timeout: |30"));
  expect(problems).toHaveLength(1);
  expect(problems[0]?.range).toEqual({
    start: position,
    end: { ...position, character: position.character + 2 },
  });
  expect(problems[0]?.message).toContain("A whole number and a unit");
});

it("marks a key that the language does not have", async () => {
  const { position, problems } = await open(edited("timeout: 2m", "|timout: 2m"));
  expect(problems.map(({ message }) => message)).toEqual(["Property timout is not allowed."]);
  expect(problems[0]?.range.start).toEqual(position);
});
