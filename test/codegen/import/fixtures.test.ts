import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { hasErrors } from "../../../codegen/diagnostics/diagnostic.ts";
import { compileText } from "../support/compile-text.ts";
import { importCase, importCases, importFiles } from "./support/import-case.ts";

describe.each(importCases())("import/$name", (each) => {
  const { yaml, jobCount } = importCase(each);

  it("is printed as its golden file says", () => {
    for (const [name, text] of importFiles(each))
      expect(text).toBe(readFileSync(join(each.folder, name), "utf8"));
  });

  it("prints jobs that compile as they stand", () => {
    const { jobs } = parse(yaml ?? "") as { jobs: Record<string, { schedule: unknown }> };
    expect(Object.keys(jobs)).toHaveLength(jobCount);
    const { diagnostics, files } = compileText(fileAround(yaml ?? "", environmentsOf(Object.values(jobs))));
    expect(hasErrors(diagnostics) ? diagnostics.map(({ message }) => message) : []).toEqual([]);
    expect(files.size).toBeGreaterThan(0);
  });

  it("quotes every expression that was found, also where it can't be said", () => {
    const lines = (yaml ?? "").split("\n");
    const origins = lines.filter((line) => /^ +# [\w.-]+:\d+ {2}\S/.test(line));
    expect(origins.length).toBeGreaterThanOrEqual(jobCount);
  });
});

/** The least file around the jobs. */
function fileAround(jobs: string, environments: readonly string[]): string {
  return [
    "version: 1",
    "worker: imported",
    "account: { plan: paid }",
    "environments:",
    ...environments.map((name) => `  ${name}: { backend: "https://${name}.example.org" }`),
    jobs,
  ].join("\n");
}

/** The environments that the schedules name. */
function environmentsOf(jobs: readonly { schedule: unknown }[]): string[] {
  const names = jobs.flatMap(({ schedule }) =>
    typeof schedule === "object" && schedule !== null && !Array.isArray(schedule) && !("every" in schedule)
      ? Object.keys(schedule)
      : [],
  );
  return [...new Set(["production", ...names])];
}
