import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

interface Import {
  /** A path from the repository's root, or a package or `node:` module. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = ["codegen", "src"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);
const importsOf = new Map(files.map((file) => [file, readImports(file)]));

function readImports(file: string): Import[] {
  // Without comments, and without templates: the compiler prints imports of its own.
  const text = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$|`(?:[^`\\]|\\.)*`/gm, "");
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?([^;"]*?from\s*)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm,
  );
  return Array.from(statements, ([, type, , from, dynamic]) => {
    const name = from ?? dynamic ?? "";
    return {
      target: name.startsWith(".") ? normalize(join(dirname(file), name)) : name,
      typeOnly: type !== undefined,
    };
  });
}

/** Parts of the compiler, each with the parts that it may import; anything may import itself. */
const layers: Readonly<Record<string, readonly string[]>> = {
  packing: [],
  text: [],
  zones: [],
  "source/source": [],
  "diagnostics/entries": ["diagnostics"],
  diagnostics: ["source/source", "diagnostics/entries", "text"],
  source: ["source/source", "diagnostics"],
  cron: ["diagnostics", "schema"],
  schema: ["diagnostics", "source", "source/source", "zones"],
  forms: ["source", "schema", "packing"],
  template: ["diagnostics", "source", "source/source"],
  passes: [
    "diagnostics",
    "source",
    "source/source",
    "schema",
    "cron",
    "forms",
    "template",
    "packing",
    "text",
    "zones",
  ],
  proof: ["schema", "forms"],
  preview: ["cron", "text"],
  emit: ["schema", "passes", "forms", "template", "text"],
  compile: [
    "diagnostics",
    "source",
    "source/source",
    "schema",
    "passes",
    "proof",
    "emit",
    "template",
    "forms",
  ],
  plan: ["cron", "passes", "forms", "next", "preview", "text"],
  next: [
    "diagnostics",
    "cron",
    "schema",
    "passes",
    "source",
    "source/source",
    "compile",
    "forms",
    "preview",
    "text",
  ],
  import: ["diagnostics", "cron", "schema", "passes", "zones"],
  init: ["diagnostics", "cron", "schema"],
  deployed: ["passes", "forms", "template", "plan", "text"],
  completion: [],
  handshake: ["schema", "forms", "plan", "text"],
  cli: [
    "compile",
    "completion",
    "handshake",
    "deployed",
    "import",
    "init",
    "next",
    "plan",
    "preview",
    "diagnostics",
    "cron",
    "schema",
    "passes",
    "source",
    "source/source",
    "forms",
    "template",
    "text",
  ],
};

function layerOf(file: string): string {
  if (file === "codegen/source/source.ts") return "source/source";
  if (file.startsWith("codegen/diagnostics/entries/")) return "diagnostics/entries";
  if (["compiled", "resolved", "limits"].some((name) => file === `codegen/${name}.ts`)) return "forms";
  const [, part = ""] = /^codegen\/([^/.]+)/.exec(file) ?? [];
  return part;
}

const between = [...importsOf].flatMap(([file, imports]) => imports.map((each) => ({ file, ...each })));

describe("the imports of the compiler", () => {
  it("are found", () => {
    expect(between.length).toBeGreaterThan(200);
    expect(readImports("codegen/cli.ts").map(({ target }) => target)).toContain("codegen/cli/program.ts");
  });

  it("go one way, from the command line down to the diagnostics", () => {
    const wrong = between
      .filter(({ file, target }) => file.startsWith("codegen/") && target.startsWith("codegen/"))
      .map(({ file, target }) => ({ file, target, from: layerOf(file), to: layerOf(target) }))
      .filter(({ from, to }) => from !== to && !layers[from]?.includes(to))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(wrong).toEqual([]);
  });

  it("reach only what both worlds share of the Worker: the schedule engine, its requests, and the job map's types", () => {
    const shared = ["worst-case", "webhook-signature", "credentials", "request", "redact", "version"];
    const wrong = between
      .filter(({ file, target }) => file.startsWith("codegen/") && target.startsWith("src/"))
      .filter(
        ({ target, typeOnly }) =>
          !target.startsWith("src/schedule/") &&
          !shared.some((name) => target === `src/${name}.ts`) &&
          !(target === "src/job-map.ts" && typeOnly),
      )
      .map(({ file, target }) => `${file} → ${target}`);
    expect(wrong).toEqual([]);
  });

  it("leave what a schedule declares to the proof alone: it shares no code with what it proves", () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target, typeOnly } of importsOf.get(file) ?? []) if (!typeOnly) visit(target);
    };
    visit("codegen/proof/declared-minutes.ts");
    expect(reached.size).toBeGreaterThan(3);
    expect([...reached].filter((file) => !file.startsWith("codegen/proof/"))).toEqual([]);
  });

  it("touch files, the process and the console only at the rim", () => {
    const inside = files.filter((file) => file.startsWith("codegen/") && !isRim(file));
    const node = between
      .filter(
        ({ file, target }) => inside.includes(file) && target.startsWith("node:") && target !== "node:crypto",
      )
      .map(({ file, target }) => `${file} → ${target}`);
    expect(node).toEqual([]);
    const globals = inside.filter((file) =>
      /\b(?:process\.|console\.|Date\.now\(|Math\.random\(|new Date\(\))/.test(codeOf(file)),
    );
    expect(globals).toEqual([]);
  });
});

function isRim(file: string): boolean {
  return file === "codegen/cli.ts" || file.startsWith("codegen/cli/");
}

/** A file's text without comments and texts, in which these words may stand. */
function codeOf(file: string): string {
  return readFileSync(file, "utf8").replace(
    /\/\*[^]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gm,
    '""',
  );
}

describe("the imports of the Worker", () => {
  it("never reach the compiler or its libraries", () => {
    const wrong = between
      .filter(({ file }) => file.startsWith("src/"))
      .filter(({ target }) => /^(?:codegen\/|node:|yaml$|zod$|@iarna\/toml$|commander$)/.test(target))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(wrong).toEqual([]);
  });
});

describe("imports of values", () => {
  it("have no cycle", () => {
    const values = new Map(
      [...importsOf].map(([file, imports]) => [
        file,
        imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of values.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
