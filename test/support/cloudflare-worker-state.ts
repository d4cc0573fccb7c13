/** What the stand-in for Cloudflare's API knows of one Worker. */

export interface Binding {
  readonly type: string;
  readonly name: string;
  readonly text?: string;
  readonly class_name?: string;
}

/** As the API shows it. */
export interface Version {
  readonly id: string;
  readonly number: number;
  readonly metadata: { readonly created_on: string; readonly author_email: string };
  readonly annotations: Readonly<Record<string, string>>;
  readonly resources: {
    readonly bindings: readonly Binding[];
    readonly script_runtime: { readonly compatibility_date: string };
  };
}

export interface WorkerState {
  readonly name: string;
  /** Newest first. */
  versions: Version[];
  live: { version_id: string; percentage: number }[];
  crons: string[];
  migrationTag: string | undefined;
  /** Those of the newest version. */
  bindings(this: void): readonly Binding[];
}

/** A Worker that is already deployed. */
export interface DeployedWorker {
  /** Names. */
  readonly secrets: readonly string[];
  /** Its last migration of Durable Objects. */
  readonly migrationTag?: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly crons?: readonly string[];
  /** Of its version. */
  readonly tag?: string;
  readonly objects?: Readonly<Record<string, string>>;
}

const compatibilityDate = "2026-11-01";

/** Without `deployed`, one of which nothing was ever uploaded. */
export function workerState(name: string, deployed?: DeployedWorker): WorkerState {
  const state: WorkerState = {
    name,
    versions: [],
    live: [],
    crons: [...(deployed?.crons ?? [])],
    migrationTag: deployed?.migrationTag,
    bindings: () => state.versions[0]?.resources.bindings ?? [],
  };
  if (deployed) {
    const { secrets, vars = {}, objects = {}, tag } = deployed;
    const bindings = [
      ...secrets.map((each) => ({ type: "secret_text", name: each })),
      ...Object.entries(vars).map(([each, text]) => ({ type: "plain_text", name: each, text })),
      ...Object.entries(objects).map(([each, class_name]) => ({
        type: "durable_object_namespace",
        name: each,
        class_name,
      })),
    ];
    const version = addVersion(state, bindings, tag === undefined ? {} : { "workers/tag": tag });
    state.live = [{ version_id: version.id, percentage: 100 }];
  }
  return state;
}

/** Adds a version, as an upload or a changed secret does. */
export function addVersion(
  state: WorkerState,
  bindings: readonly Binding[],
  annotations: Readonly<Record<string, string>>,
): Version {
  const number = state.versions.length + 1;
  const version = {
    id: `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`,
    number,
    metadata: { created_on: "2026-11-20T08:30:00.000000Z", author_email: "ops@erify.world" },
    annotations: { "workers/triggered_by": "upload", ...annotations },
    resources: { bindings, script_runtime: { compatibility_date: compatibilityDate } },
  };
  state.versions.unshift(version);
  return version;
}

interface Metadata {
  readonly bindings?: readonly Binding[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly migrations?: { readonly new_tag: string };
}

/**
 * A version from an upload's form. With `bindings_inherit=strict`, as wrangler asks, a secret that is to stay must be there.
 * Secrets are kept by name alone.
 */
export function upload(
  state: WorkerState,
  body: unknown,
): { readonly id: string } | { readonly status: number; readonly code: number; readonly message: string } {
  const { metadata = {} } = Object(body) as { metadata?: Metadata };
  const there = state.bindings();
  const sent = metadata.bindings ?? [];
  const missing = sent.find(
    ({ type, name }) => type === "inherit" && !there.some((each) => each.name === name),
  );
  if (missing)
    return {
      status: 400,
      code: 10057,
      message: `inherit binding '${missing.name}' is invalid: no such binding`,
    };
  const names = new Set(sent.map(({ name }) => name));
  const bindings = [
    ...sent.map((each) =>
      each.type === "inherit" || each.type === "secret_text"
        ? { type: "secret_text", name: each.name }
        : each,
    ),
    // Secrets stay, whatever an upload says.
    ...there.filter(({ type, name }) => type === "secret_text" && !names.has(name)),
  ];
  if (metadata.migrations) state.migrationTag = metadata.migrations.new_tag;
  const version = addVersion(state, bindings, metadata.annotations ?? {});
  return { id: version.id, resources: { script: { etag: "e1", handlers: ["fetch", "scheduled"] } } } as {
    readonly id: string;
  };
}
