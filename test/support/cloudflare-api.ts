/**
 * A stand-in for Cloudflare's API, as far as `wrangler deploy` and this project's own commands use it: a loopback server
 * that keeps Workers in memory, records every call, and answers 404 to what it does not know, so that a test can name the
 * call that wrangler has added.
 *
 * @see https://developers.cloudflare.com/api/resources/workers/
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Binding, WorkerState } from "./cloudflare-worker-state.ts";
import { addVersion, upload, workerState, type DeployedWorker } from "./cloudflare-worker-state.ts";

export interface ApiCall {
  readonly method: string;
  /** Below the account and without the query, such as `/workers/scripts/my-worker/schedules`. */
  readonly path: string;
  /** JSON, the fields of a form (its JSON fields parsed), or null. */
  readonly body: unknown;
}

/** Workers that are deployed before the test begins; others are new. */
export type DeployedWorkers = Readonly<Record<string, DeployedWorker>>;

/** An answer in the place of the right one: an error, or none at all. */
export interface Fault {
  /** `PUT /workers/scripts/:worker/schedules`; `*` for every call. */
  readonly call: string;
  readonly answer: ApiError | "hang";
}

export interface ApiError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

export interface CloudflareApi {
  /** What a process needs to talk to this server and to nobody else. */
  readonly env: Readonly<Record<string, string>>;
  readonly calls: ApiCall[];
  /** `METHOD /path` of each call that the stand-in does not know. */
  readonly unknown: string[];
  /** Those of the options, and whatever a test adds. */
  readonly faults: Fault[];
  /** What is there now, by the Worker's name. */
  readonly workers: ReadonlyMap<string, WorkerState>;
  close(): Promise<void>;
}

const accountId = "0123456789abcdef0123456789abcdef";
const prefix = `/client/v4/accounts/${accountId}`;
const token = "token-of-the-stand-in";

type Answer = { readonly result: unknown } | ApiError;
type Handler = (worker: string, body: unknown, id: string, query: URLSearchParams) => Answer;

/**
 * @param options.rejectedCron an expression that the schedules call refuses, as Cloudflare does.
 * @param options.cronLimit of the account: while triggers are replaced, the old ones count with the new ones.
 */
export async function startCloudflareApi(
  options: {
    workers?: DeployedWorkers;
    rejectedCron?: string;
    cronLimit?: number;
    faults?: readonly Fault[];
  } = {},
): Promise<CloudflareApi> {
  const calls: ApiCall[] = [];
  const unknown: string[] = [];
  const faults = [...(options.faults ?? [])];
  const workers = new Map(
    Object.entries(options.workers ?? {}).map(([name, deployed]) => [name, workerState(name, deployed)]),
  );
  const routes = workerRoutes(workers, options);

  async function answer(request: IncomingMessage): Promise<Answer | "hang"> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname;
    const body = await readBody(request);
    const call = { method: request.method ?? "", path, body };
    calls.push(call);
    const fault = faults.find((each) => each.call === "*" || matchRoute(each.call, call));
    if (fault) return fault.answer;
    if (request.headers.authorization !== `Bearer ${token}`)
      return { status: 403, code: 10000, message: "Authentication error" };
    for (const [route, handler] of routes) {
      const match = matchRoute(route, call);
      if (match) return handler(decodeURIComponent(match[1] ?? ""), body, match[2] ?? "", url.searchParams);
    }
    unknown.push(`${call.method} ${path}`);
    return { status: 404, code: 7003, message: `the stand-in does not know ${call.method} ${path}` };
  }

  const server = createServer((request, response) => {
    void answer(request).then((answered) => {
      if (answered !== "hang") send(response, answered);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  return {
    env: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${address.port}/client/v4`,
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: accountId,
    },
    calls,
    unknown,
    faults,
    workers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function matchRoute(route: string, { method, path }: ApiCall): RegExpExecArray | null {
  const [wanted, pattern = ""] = route.split(" ", 2);
  return wanted === method ? new RegExp(`^${pattern.replaceAll(/:\w+/g, "([^/]+)")}$`).exec(path) : null;
}

function send(response: ServerResponse, answered: Answer): void {
  const failed = "code" in answered;
  response.writeHead(failed ? answered.status : 200, { "Content-Type": "application/json" });
  const errors = failed ? [{ code: answered.code, message: answered.message }] : [];
  const result = failed ? null : answered.result;
  response.end(JSON.stringify({ success: !failed, errors, messages: [], result }));
}

const notFound: Answer = { status: 404, code: 10090, message: "This service does not exist." };

function workerRoutes(
  workers: Map<string, WorkerState>,
  { rejectedCron, cronLimit = Infinity }: { rejectedCron?: string; cronLimit?: number },
): [string, Handler][] {
  const existing =
    (handle: (state: WorkerState, body: unknown, id: string, query: URLSearchParams) => Answer): Handler =>
    (worker, body, id, query) => {
      const state = workers.get(worker);
      return state === undefined ? notFound : handle(state, body, id, query);
    };
  const uploadTo: Handler = (name, body) => {
    const state = workers.get(name) ?? workerState(name);
    const uploaded = upload(state, body);
    if ("code" in uploaded) return uploaded;
    workers.set(name, state);
    return { result: { ...uploaded, startup_time_ms: 1 } };
  };

  return [
    ["GET /workers/scripts", () => ({ result: [...workers.keys()].map((id) => ({ id })) })],
    [
      "GET /workers/services/:worker",
      existing(({ name, migrationTag }) => ({
        result: {
          id: name,
          default_environment: {
            environment: "production",
            script: { last_deployed_from: "wrangler", migration_tag: migrationTag },
          },
        },
      })),
    ],
    [
      "GET /workers/scripts/:worker/secrets",
      existing(({ bindings }) => ({
        result: bindings()
          .filter(({ type }) => type === "secret_text")
          .map(nameAndType),
      })),
    ],
    [
      "GET /workers/scripts/:worker/deployments",
      existing(({ live }) => ({
        result: { deployments: live.length === 0 ? [] : [{ id: "d1", versions: live }] },
      })),
    ],
    [
      "GET /workers/scripts/:worker/settings",
      existing(({ bindings }) => ({ result: { bindings: bindings() } })),
    ],
    [
      "GET /workers/scripts/:worker/versions",
      existing(({ versions }, _body, _id, query) => {
        const length = Number(query.get("per_page") ?? 10);
        const from = (Number(query.get("page") ?? 1) - 1) * length;
        return { result: { items: versions.slice(from, from + length) } };
      }),
    ],
    [
      "GET /workers/scripts/:worker/versions/:id",
      existing(({ versions }, _, id) => {
        const found = versions.find((each) => each.id === id);
        return found ? { result: found } : notFound;
      }),
    ],
    [
      "PUT /workers/scripts/:worker",
      (name, body, id, query) => {
        const answered = uploadTo(name, body, id, query);
        const state = workers.get(name);
        const newest = state?.versions[0];
        if (state && newest && "result" in answered)
          state.live = [{ version_id: newest.id, percentage: 100 }];
        return answered;
      },
    ],
    ["POST /workers/scripts/:worker/versions", uploadTo],
    [
      "POST /workers/scripts/:worker/deployments",
      existing((state, body) => {
        state.live = (body as { versions: WorkerState["live"] }).versions;
        return { result: { id: "d1", source: "wrangler", strategy: "percentage", versions: state.live } };
      }),
    ],
    ["PATCH /workers/scripts/:worker/script-settings", () => ({ result: {} })],
    [
      "GET /workers/workers/:worker",
      (id) => ({ result: { id, name: id, subdomain: { enabled: true, previews_enabled: false } } }),
    ],
    ["GET /workers/subdomain", () => ({ result: { subdomain: "stand-in" } })],
    ["GET /workers/scripts/:worker/subdomain", existing(() => ({ result: { enabled: true } }))],
    ["POST /workers/scripts/:worker/subdomain", (_, body) => ({ result: body })],
    [
      "GET /workers/scripts/:worker/schedules",
      existing(({ crons }) => ({ result: { schedules: crons.map((cron) => ({ cron })) } })),
    ],
    [
      "PUT /workers/scripts/:worker/schedules",
      existing((state, body) => {
        const crons = (body as { cron: string }[]).map(({ cron }) => cron);
        if (rejectedCron !== undefined && crons.includes(rejectedCron))
          return { status: 400, code: 10100, message: `invalid cron string: ${rejectedCron}` };
        const added = crons.filter((cron) => !state.crons.includes(cron));
        const all = [...workers.values()].reduce((sum, each) => sum + each.crons.length, 0) + added.length;
        if (all > cronLimit) return { status: 400, code: 10072, message: "workers.api.error.too_many_crons" };
        state.crons = crons;
        return { result: { schedules: body } };
      }),
    ],
  ];
}

function nameAndType({ name, type }: Binding): { name: string; type: string } {
  return { name, type };
}

export { addVersion };

/** JSON, or a form's fields by name with those that hold JSON parsed; null without a body. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await buffer(request);
  if (bytes.length === 0) return null;
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/")) return JSON.parse(bytes.toString()) as unknown;
  const form = await new Response(new Uint8Array(bytes), { headers: { "Content-Type": type } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) {
    const text = typeof value === "string" ? value : await value.text();
    fields[name] = name === "metadata" ? (JSON.parse(text) as unknown) : text;
  }
  return fields;
}
