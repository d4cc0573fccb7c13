/** What is live on Cloudflare under a Worker's name. */
export interface Deployment {
  /** The one with the largest share first; several while a deployment is gradual. */
  readonly versions: readonly [DeployedVersion, ...DeployedVersion[]];
  /** Cron expressions, as Cloudflare has them, sorted. */
  readonly crons: readonly string[];
}

export interface DeployedVersion {
  readonly id: string;
  /** Its share of the calls, in percent. */
  readonly percentage: number;
  /** What `npm run deploy` noted with its code: a commit. null where nothing is noted. */
  readonly tag: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** E-mail address; null where Cloudflare does not tell. */
  readonly author: string | null;
  /** Plain vars by name. One that holds JSON is its text and says so: it is another value than the same text. */
  readonly vars: ReadonlyMap<string, string>;
  /** Names, sorted. */
  readonly secrets: readonly string[];
  /** All other bindings by name: `Durable Object Ledger`, or the kind that Cloudflare has for it. */
  readonly bindings: ReadonlyMap<string, string>;
  /** `2026-11-01`; null where Cloudflare does not tell. */
  readonly compatibilityDate: string | null;
  /** Sorted. */
  readonly compatibilityFlags: readonly string[];
}
