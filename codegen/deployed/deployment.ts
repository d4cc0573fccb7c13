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
  /** Plain vars by name; those that hold JSON as its text. */
  readonly vars: ReadonlyMap<string, string>;
  /** Names, sorted. */
  readonly secrets: readonly string[];
  /** Bindings of Durable Objects: the class by the binding's name. */
  readonly objects: ReadonlyMap<string, string>;
  /** `2026-11-01`; null where Cloudflare does not tell. */
  readonly compatibilityDate: string | null;
}
