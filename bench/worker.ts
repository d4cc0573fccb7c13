/** The Worker: its size, its cold start beside an empty one, and a tick's own time beside a bare loop of `fetch`. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { unstable_startWorker } from "wrangler";
import type { Section } from "./section.ts";
import { median } from "./section.ts";

const rounds = 15;
const starts = 5;

export async function benchWorker(): Promise<Section> {
  // Without it, the local runtime looks for Cloudflare to ask where it is.
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  const bytes = bundleBytes();
  const ours = await coldStarts("src/worker.ts");
  const empty = await coldStarts("bench/empty-worker.ts");
  return {
    title: "The Worker, in workerd on this machine (medians)",
    head: ["what", "ours", "beside", "ratio"],
    rows: [
      ["bundle, gzipped", `${(bytes / 1024).toFixed(1)} KiB`, "aim: 40 KiB", ""],
      [
        "start to first answer",
        `${ours.toFixed(0)} ms`,
        `${empty.toFixed(0)} ms, an empty Worker`,
        `${(ours / empty).toFixed(2)} ×`,
      ],
      ...(await tickRows()),
    ],
  };
}

/** Gzipped size of what a deploy uploads. */
function bundleBytes(): number {
  const directory = mkdtempSync(join(tmpdir(), "bench-bundle-"));
  try {
    const args = ["deploy", "--dry-run", "--outdir", directory, "-c", "wrangler.toml"];
    const result = spawnSync(join("node_modules", ".bin", "wrangler"), args, {
      encoding: "utf8",
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    });
    const bundle = readdirSync(directory).find((name) => name.endsWith(".js"));
    if (bundle === undefined) throw new Error(`wrangler made no bundle: ${result.stdout}${result.stderr}`);
    return gzipSync(readFileSync(join(directory, bundle))).length;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function startWorker(entrypoint: string, { hasLedger = false } = {}) {
  return unstable_startWorker({
    config: "bench/wrangler.toml",
    entrypoint: resolve(entrypoint),
    ...(hasLedger && {
      bindings: {
        ENVIRONMENT: { type: "plain_text", value: "bench" },
        LEDGER: { type: "durable_object_namespace", class_name: "Ledger" },
      },
      migrations: [{ tag: "ledger-1", new_sqlite_classes: ["Ledger"] }],
    }),
    dev: {
      server: { hostname: "127.0.0.1", port: 0 },
      inspector: false,
      logLevel: "none",
      persist: false,
      remote: false,
      watch: false,
    },
  });
}

/** Milliseconds from the start to the first answer: building, workerd's own start and the Worker's. */
async function coldStarts(entrypoint: string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index <= starts; index += 1) {
    const started = performance.now();
    const worker = await startWorker(entrypoint);
    await worker.ready;
    await (await worker.fetch("http://bench/none")).text();
    times.push(performance.now() - started);
    await worker.dispose();
  }
  return median(times.slice(1));
}

async function tickRows(): Promise<string[][]> {
  const backend = createServer((request, response) => request.resume().on("end", () => response.end("{}")));
  await new Promise<void>((listening) => backend.listen(0, "127.0.0.1", listening));
  const { port } = backend.address() as AddressInfo;
  const worker = await startWorker("bench/tick-worker.ts", { hasLedger: true });
  const rows: string[][] = [];
  try {
    for (const jobs of [1, 10, 50]) {
      const query = `jobs=${jobs}&backend=http://127.0.0.1:${port}`;
      const times: { tick: number; loop: number }[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const [tick, loop] = [await took(`/tick?${query}`), await took(`/loop?${query}`)];
        times.push({ tick, loop });
      }
      const measured = times.slice(1);
      const tick = median(measured.map((each) => each.tick));
      const loop = median(measured.map((each) => each.loop));
      const ratio = median(measured.map((each) => each.tick / each.loop));
      const own = (tick - loop) / jobs;
      rows.push([
        `tick with ${jobs} due job${jobs === 1 ? "" : "s"}, its ledger included`,
        `${tick.toFixed(1)} ms (${own.toFixed(2)} ms a job of its own)`,
        `${loop.toFixed(1)} ms, a bare loop of fetch`,
        `${ratio.toFixed(2)} ×`,
      ]);
    }
  } finally {
    await worker.dispose();
    backend.closeAllConnections();
    backend.close();
  }
  return rows;

  async function took(path: string): Promise<number> {
    const response = await worker.fetch(`http://bench${path}`);
    const ms: unknown = await response.json();
    if (typeof ms !== "number") throw new Error(`${path} answered ${JSON.stringify(ms)}`);
    return ms;
  }
}
