import * as z from "zod";
import type { DeployedVersion, Deployment } from "../../deployed/deployment.ts";
import { varText } from "../../deployed/wanted.ts";
import type { Account } from "./account.ts";

const annotations = z.record(z.string(), z.unknown()).nullish();

const deployments = z.object({
  deployments: z.array(
    z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) }),
  ),
});

const binding = z.object({
  type: z.string(),
  name: z.string(),
  text: z.string().optional(),
  json: z.unknown().optional(),
  class_name: z.string().optional(),
});

const version = z.object({
  id: z.string(),
  metadata: z.object({ created_on: z.string(), author_email: z.string().nullish() }),
  annotations,
  resources: z.object({
    bindings: z.array(binding).nullish(),
    script_runtime: z
      .object({
        compatibility_date: z.string().nullish(),
        compatibility_flags: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
});

const versions = z.object({
  items: z.array(z.object({ id: z.string(), annotations })),
});

const schedules = z.object({ schedules: z.array(z.object({ cron: z.string() })) });

type Version = z.infer<typeof version>;
type Binding = z.infer<typeof binding>;

const PAGE_LENGTH = 50;
/** Nobody changes secrets a thousand times between two deploys. */
const MAX_PAGES = 20;

/** What is live under a Worker's name; null where there is no such Worker, or nothing of it is live. */
export async function readDeployment(account: Account, worker: string): Promise<Deployment | null> {
  const { api, workers } = account;
  const script = `${workers}/scripts/${encodeURIComponent(worker)}`;
  const found = await api.get(`${script}/deployments`, deployments);
  const shares = found?.deployments[0]?.versions.toSorted((a, b) => b.percentage - a.percentage) ?? [];
  const [crons, ...live] = await Promise.all([
    readCrons(account, worker),
    ...shares.map(async ({ version_id: id, percentage }) => {
      const read = await api.get(`${script}/versions/${encodeURIComponent(id)}`, version);
      return (
        read &&
        deployedVersion(read, percentage, tagOf(read) ?? (await tagBehindSecrets(account, script, id)))
      );
    }),
  ]);
  const [first, ...rest] = live.filter((each) => each !== null);
  return first === undefined ? null : { versions: [first, ...rest], crons };
}

/** The cron expressions of a Worker, sorted; none where there is no such Worker. */
export async function readCrons({ api, workers }: Account, worker: string): Promise<string[]> {
  const found = await api.get(`${workers}/scripts/${encodeURIComponent(worker)}/schedules`, schedules);
  return (found?.schedules ?? []).map(({ cron }) => cron).toSorted();
}

function deployedVersion(read: Version, percentage: number, tag: string | null): DeployedVersion {
  const bindings = read.resources.bindings ?? [];
  const runtime = read.resources.script_runtime;
  return {
    id: read.id,
    percentage,
    tag,
    createdAt: read.metadata.created_on,
    author: read.metadata.author_email ?? null,
    vars: new Map(
      bindings.filter(isVar).map(({ name, text, json }) => [name, text ?? varText(json ?? null)]),
    ),
    secrets: bindings
      .filter(isSecret)
      .map(({ name }) => name)
      .toSorted(),
    bindings: new Map(
      bindings.filter((each) => !isVar(each) && !isSecret(each)).map((each) => [each.name, kindOf(each)]),
    ),
    compatibilityDate: runtime?.compatibility_date ?? null,
    compatibilityFlags: (runtime?.compatibility_flags ?? []).toSorted(),
  };
}

function isVar({ type }: Binding): boolean {
  return type === "plain_text" || type === "json";
}

function isSecret({ type }: Binding): boolean {
  return type === "secret_text";
}

function kindOf({ type, class_name }: Binding): string {
  return type === "durable_object_namespace" ? `Durable Object ${class_name ?? "of another Worker"}` : type;
}

function tagOf({
  annotations: notes,
}: {
  readonly annotations?: z.infer<typeof annotations>;
}): string | null {
  const tag = notes?.["workers/tag"];
  return typeof tag === "string" && tag !== "" ? tag : null;
}

/**
 * `wrangler secret put` makes a version of its own, without a tag: its code is that of the version before. Looks back
 * past those to the one that brought the code.
 */
async function tagBehindSecrets({ api }: Account, script: string, id: string): Promise<string | null> {
  let isFound = false;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = `per_page=${PAGE_LENGTH}&page=${page}`;
    // Newest first.
    const items = (await api.get(`${script}/versions?${query}`, versions))?.items ?? [];
    for (const item of items) {
      isFound ||= item.id === id;
      if (isFound && item.annotations?.["workers/triggered_by"] !== "secret") return tagOf(item);
    }
    if (items.length < PAGE_LENGTH) return null;
  }
  return null;
}
