import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../examples/django", import.meta.url));

/** A Python that has Django; undefined where there is none. `PYTHON` names another one than these two. */
export const python = [process.env["PYTHON"] ?? "python3", "/usr/bin/python3"].find(hasDjango);

function hasDjango(command: string): boolean {
  try {
    execFileSync(command, ["-c", "import django"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export interface ManageProcess {
  readonly pid: number;
  /** Standard output and standard error, as they came. */
  output(): string;
  /** @throws with the whole output, when the process ends before, or after half a minute. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends the signal, and waits for the end. The exit code; null after SIGKILL. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

export interface DjangoSite {
  /** A copy of examples/django, with a SQLite file of its own. */
  readonly folder: string;
  /** Starts `manage.py …`. */
  manage(args: readonly string[], env?: Readonly<Record<string, string>>): ManageProcess;
  /** Starts `manage.py runserver` on a free port, and waits until it answers. */
  serve(env?: Readonly<Record<string, string>>): Promise<ManageProcess & { readonly url: string }>;
  /** Ends what still runs, and deletes the folder. */
  close(): Promise<void>;
}

/** @param env for every process: the settings that README.md of the example lists. */
export function createDjangoSite(env: Readonly<Record<string, string>> = {}): DjangoSite {
  const folder = mkdtempSync(join(tmpdir(), "django-"));
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !/^(__pycache__|db\.sqlite3.*)$/.test(basename(path)),
  });
  // The leases of these tests are short on purpose.
  appendFileSync(join(folder, "backend/settings.py"), 'SILENCED_SYSTEM_CHECKS = ["cron_jobs.W003"]\n');
  const running = new Set<ChildProcess>();

  function manage(args: readonly string[], more: Readonly<Record<string, string>> = {}): ManageProcess {
    if (python === undefined) throw new Error("there is no Python with Django");
    const child = spawn(python, ["-u", "manage.py", ...args], {
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        TMPDIR: folder,
        PYTHONDONTWRITEBYTECODE: "1",
        ...env,
        ...more,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    void once(child, "close").finally(() => running.delete(child));
    return watch(child);
  }

  return {
    folder,
    manage,
    async serve(more = {}) {
      const port = await freePort();
      const server = manage(["runserver", "--noreload", `127.0.0.1:${port}`], more);
      const url = `http://127.0.0.1:${port}`;
      await server.waitFor(/Quit the server with/);
      // It says so just before it listens.
      while (!(await fetch(`${url}/health`).catch(() => null))?.ok) await setTimeout(20);
      return { ...server, url };
    },
    async close() {
      await Promise.all(
        [...running].map(async (child) => {
          const closed = once(child, "close");
          child.kill("SIGKILL");
          await closed;
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ChildProcess): ManageProcess {
  if (child.stdout === null || child.stderr === null) throw new Error("the process has no output");
  const streams = [child.stdout, child.stderr];
  let text = "";
  for (const stream of streams) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  const ended = once(child, "close").then(() => child.exitCode);

  return {
    pid: child.pid ?? 0,
    output: () => text,
    ended,
    async waitFor(pattern) {
      const give = AbortSignal.timeout(30_000);
      for (;;) {
        const match = pattern.exec(text);
        if (match !== null) return match;
        if (give.aborted || child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ${give.aborted ? "goes on" : "ended"} without ${pattern}:\n${text}`);
        }
        await setTimeout(20);
      }
    },
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** runserver does not say which port it took, so it can not take one itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
