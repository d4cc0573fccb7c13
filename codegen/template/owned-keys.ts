/** Keys that only schedules.yaml decides, at the top level and in each `[env.X]`, with where to say them. */
export const ownedKeys: Readonly<Record<string, string>> = {
  name: "the Worker's name is `worker` in schedules.yaml",
  triggers: "triggers come from the jobs' schedules",
  vars: "vars are `environments.<name>.vars` in schedules.yaml",
  secrets: "required secrets follow from `auth`, `notify`, `analytics` and `heartbeat`",
  migrations: "the Worker's only Durable Object is its ledger",
  exports: "the Worker's only Durable Object is its ledger",
  preview_urls: "previews stay off: a second address would be a second Worker to call",
};

/**
 * Keys that wrangler does not hand down from the top level to an environment. The compiler repeats them for each.
 * @see https://developers.cloudflare.com/workers/wrangler/configuration/#non-inheritable-keys
 */
export const notInherited: readonly string[] = [
  "ai",
  "ai_search",
  "analytics_engine_datasets",
  "browser",
  "cloudchamber",
  "containers",
  "d1_databases",
  "define",
  "dispatch_namespaces",
  "durable_objects",
  "email",
  "hyperdrive",
  "images",
  "kv_namespaces",
  "media",
  "mtls_certificates",
  "pipelines",
  "queues",
  "r2_buckets",
  "ratelimits",
  "secrets_store_secrets",
  "send_email",
  "services",
  "streaming_tail_consumers",
  "tail_consumers",
  "unsafe",
  "vectorize",
  "version_metadata",
  "vpc_networks",
  "vpc_services",
  "worker_loaders",
  "workflows",
];
