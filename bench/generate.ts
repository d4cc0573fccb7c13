/** `generate` as a whole process beside one that only loads yaml and zod and parses the same file. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { largeFile } from "./large-file.ts";
import { timeProcess } from "./process.ts";
import type { Section } from "./section.ts";
import { median } from "./section.ts";

const sizes = [
  { name: "this repository's file", jobs: 0, rounds: 15, limit: 1.5 },
  { name: "1,000 jobs in 3 environments", jobs: 1_000, rounds: 5, limit: 3 },
  { name: "10,000 jobs in 3 environments", jobs: 10_000, rounds: 3, limit: 3 },
] as const;

export function benchGenerate(): Section {
  const directory = mkdtempSync(join(tmpdir(), "bench-generate-"));
  try {
    // `generate` looks whether the code that the template names is there.
    mkdirSync(join(directory, "src"));
    for (const name of ["wrangler.template.toml", "src/worker.ts"]) copyFileSync(name, join(directory, name));
    const measured = sizes.map((size) => measure(directory, size));
    const [, thousand, tenThousand] = measured;
    const growth = (tenThousand?.generate ?? 0) / (thousand?.generate ?? 1);
    return {
      title:
        "generate, as a whole process (medians; the base only loads yaml and zod and parses the same file)",
      head: ["file", "base, by tsx", "generate", "ratio", "aim", "base, by node", "ratio", "memory"],
      rows: [
        ...measured.map(({ row }) => row),
        [
          "10,000 jobs beside 1,000",
          "",
          "",
          `${growth.toFixed(1)} ×`,
          "at most 12 ×",
          "",
          "",
          "under 700 MiB",
        ],
      ],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function measure(
  directory: string,
  { name, jobs, rounds, limit }: (typeof sizes)[number],
): { row: string[]; generate: number } {
  const config = join(directory, "schedules.yaml");
  writeFileSync(config, jobs === 0 ? readFileSync("schedules.yaml") : largeFile(jobs));
  const samples = Array.from({ length: rounds + 1 }, () => ({
    base: timeProcess(["--import", "tsx", "bench/load-only.ts", config]),
    generate: timeProcess(["codegen/run.js", "generate", "--config", config]),
    bare: timeProcess(["bench/load-only.ts", config]),
  })).slice(1);
  const base = median(samples.map((each) => each.base.ms));
  const generate = median(samples.map((each) => each.generate.ms));
  const bare = median(samples.map((each) => each.bare.ms));
  const ratioTo = (of: "base" | "bare") =>
    `${median(samples.map((each) => each.generate.ms / each[of].ms)).toFixed(2)} ×`;
  const mib = Math.max(...samples.map((each) => each.generate.mib));
  return {
    generate,
    row: [
      name,
      `${base.toFixed(0)} ms`,
      `${generate.toFixed(0)} ms`,
      ratioTo("base"),
      `at most ${limit} ×`,
      `${bare.toFixed(0)} ms`,
      ratioTo("bare"),
      `${mib.toFixed(0)} MiB`,
    ],
  };
}
