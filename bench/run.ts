/** `npm run bench`: every measurement with what it is compared to, printed and kept in bench/RESULTS.md. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { benchCommands } from "./commands.ts";
import { benchDue } from "./due.ts";
import { benchEngine } from "./engine.ts";
import { benchGenerate } from "./generate.ts";
import { benchNextInZone } from "./next-in-zone.ts";
import { benchPacking } from "./packing.ts";
import { benchPlan } from "./plan.ts";
import { benchProof } from "./proof.ts";
import type { Section } from "./section.ts";
import { printSection } from "./section.ts";
import { benchWorker } from "./worker.ts";

function speed(value: number): string {
  return Math.round(value).toLocaleString("en");
}

async function engineSection(): Promise<Section> {
  const rows = await benchEngine();
  const libraries = Object.keys(rows[0]?.others ?? {});
  return {
    title:
      "Cron engine, operations a second (geometric means over ten expressions, medians of rounds in one process)",
    head: ["", "ours", ...libraries, "ahead of the fastest"],
    rows: rows.map(({ name, ours, others, ratio }) => [
      name,
      speed(ours),
      ...libraries.map((library) => speed(others[library] ?? NaN)),
      `${ratio.toFixed(1)} ×`,
    ]),
  };
}

const measurements: readonly (() => Section | Promise<Section>)[] = [
  engineSection,
  benchNextInZone,
  benchDue,
  benchPacking,
  benchProof,
  benchGenerate,
  benchCommands,
  benchPlan,
  benchWorker,
];
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}.`;
const parts = [`# Measurements\n\n${machine} Ratios within one run mean more than absolute times.\n`];
process.stdout.write(`${machine}\n\n`);
for (const measure of measurements) {
  const text = printSection(await measure());
  process.stdout.write(`${text}\n`);
  parts.push(text);
}
writeFileSync("bench/RESULTS.md", parts.join("\n"));
