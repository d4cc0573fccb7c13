/**
 * A stand-in for Cloudflare's API, as far as `wrangler deploy` uses it: a loopback server that keeps
 * Workers in memory, records every call, and answers 404 to what it does not know, so that a test
 * can name the call that wrangler has added.
 *
 * @see https://developers.cloudflare.com/api/resources/workers/
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

export interface ApiCall {
  readonly method: string;
  /** Below the account and without the query, such as `/workers/scripts/my-worker/schedules`. */
  readonly path: string;
  /** JSON, the fields of a form (its JSON fields parsed), or null. */
  readonly body: unknown;
}

/** A Worker that is already deployed: the names of its secrets, and its last migration of Durable Objects. */
export type DeployedWorkers = Readonly<
  Record<string, { readonly secrets: readonly string[]; readonly migrationTag?: string }>
>;

export interface CloudflareApi {
  /** What a process needs to talk to this server and to nobody else. */
  readonly env: Readonly<Record<string, string>>;
  readonly calls: ApiCall[];
  /** `METHOD /path` of each call that the stand-in does not know. */
  readonly unknown: string[];
  close(): Promise<void>;
}

const accountId = "0123456789abcdef0123456789abcdef";
const prefix = `/client/v4/accounts/${accountId}`;

type Answer = { readonly result: unknown } | { readonly status: number; code: number; message: string };
type Handler = (worker: string, body: unknown) => Answer;

/**
 * @param options.workers those that exist before the test; others are new.
 * @param options.rejectedCron an expression that the schedules call refuses, as Cloudflare does.
 */
export async function startCloudflareApi(
  options: { workers?: DeployedWorkers; rejectedCron?: string } = {},
): Promise<CloudflareApi> {
  const calls: ApiCall[] = [];
  const unknown: string[] = [];
  const routes = workerRoutes(options.workers ?? {}, options.rejectedCron);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname;
    const body = await readBody(request);
    const call = { method: request.method ?? "", path, body };
    calls.push(call);
    for (const [route, handler] of routes) {
      const [method, pattern] = route.split(" ", 2);
      const match = new RegExp(`^${pattern?.replace(":worker", "([^/]+)")}$`).exec(path);
      if (match && method === call.method) return handler(match[1] ?? "", body);
    }
    unknown.push(`${call.method} ${path}`);
    return { status: 404, code: 7003, message: `the stand-in does not know ${call.method} ${path}` };
  }

  const server = createServer((request, response) => {
    void answer(request).then((answered) => {
      const failed = "code" in answered;
      response.writeHead(failed ? answered.status : 200, { "Content-Type": "application/json" });
      const errors = failed ? [{ code: answered.code, message: answered.message }] : [];
      const result = failed ? null : answered.result;
      response.end(JSON.stringify({ success: !failed, errors, messages: [], result }));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  return {
    env: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${address.port}/client/v4`,
      CLOUDFLARE_API_TOKEN: "token-of-the-stand-in",
      CLOUDFLARE_ACCOUNT_ID: accountId,
    },
    calls,
    unknown,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The calls of a deploy, in the order in which wrangler makes them. */
function workerRoutes(workers: DeployedWorkers, rejectedCron: string | undefined): [string, Handler][] {
  const deployment = { id: "d1", source: "wrangler", strategy: "percentage", versions: [] };
  const uploaded = {
    startup_time_ms: 1,
    resources: { script: { etag: "e1", handlers: ["fetch", "scheduled"] } },
  };
  // With `bindings_inherit=strict`, as wrangler asks, a secret that is to stay must be there.
  const upload: Handler = (id, body) => {
    const missing = inheritedNames(body).find((name) => !workers[id]?.secrets.includes(name));
    return missing === undefined
      ? { result: { id, ...uploaded } }
      : { status: 400, code: 10057, message: `inherit binding '${missing}' is invalid: no such binding` };
  };
  const notFound: Answer = { status: 404, code: 10090, message: "This service does not exist." };
  const existing =
    (handler: Handler): Handler =>
    (worker, body) =>
      workers[worker] === undefined ? notFound : handler(worker, body);

  return [
    [
      "GET /workers/services/:worker",
      existing((id) => ({
        result: {
          id,
          default_environment: {
            environment: "production",
            script: { last_deployed_from: "wrangler", migration_tag: workers[id]?.migrationTag },
          },
        },
      })),
    ],
    [
      "GET /workers/scripts/:worker/secrets",
      existing((id) => ({ result: workers[id]?.secrets.map((name) => ({ name, type: "secret_text" })) })),
    ],
    ["GET /workers/scripts/:worker/deployments", existing(() => ({ result: { deployments: [] } }))],
    ["GET /workers/scripts/:worker/settings", existing(() => ({ result: { bindings: [] } }))],
    ["PUT /workers/scripts/:worker", upload],
    ["POST /workers/scripts/:worker/versions", upload],
    ["POST /workers/scripts/:worker/deployments", () => ({ result: deployment })],
    ["PATCH /workers/scripts/:worker/script-settings", () => ({ result: {} })],
    [
      "GET /workers/workers/:worker",
      (id) => ({ result: { id, name: id, subdomain: { enabled: true, previews_enabled: false } } }),
    ],
    ["GET /workers/subdomain", () => ({ result: { subdomain: "stand-in" } })],
    ["POST /workers/scripts/:worker/subdomain", (_, body) => ({ result: body })],
    [
      "PUT /workers/scripts/:worker/schedules",
      (_, body) =>
        rejectedCron !== undefined && JSON.stringify(body).includes(JSON.stringify(rejectedCron))
          ? { status: 400, code: 10100, message: `invalid cron string: ${rejectedCron}` }
          : { result: { schedules: body } },
    ],
  ];
}

/** The names of an upload's bindings that keep what the Worker has. */
function inheritedNames(body: unknown): string[] {
  const { metadata }: { metadata?: { bindings?: { name: string; type: string }[] } } = Object(body);
  return (metadata?.bindings ?? []).filter(({ type }) => type === "inherit").map(({ name }) => name);
}

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
