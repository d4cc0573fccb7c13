import { joined } from "../cron/describe-times.ts";
import type { Danger, EnvironmentPlan, SettingChange } from "./plan.ts";

/** Of an environment: what a deploy leaves behind on Cloudflare, and what it needs that is not there yet. */
export function environmentDangers({ name, change, settings }: EnvironmentPlan): Danger[] {
  const changed = (setting: string) => settings.find((each) => each.setting === setting);
  const worker = changed("Worker");
  const backend = changed("backend");
  const secrets = newSecrets(changed("secrets"));
  const danger = (kind: Danger["kind"], text: string): Danger => ({
    kind,
    environment: name,
    job: null,
    text,
  });
  if (change === "removed")
    return [
      danger(
        "environment-removed",
        `${name} goes from the file, and its Worker ${worker?.before} stays on Cloudflare with its triggers: it runs on until ` +
          `it is deleted (npx wrangler delete --name ${worker?.before}).`,
      ),
    ];
  return [
    ...(change === "changed" && worker
      ? [
          danger(
            "worker-renamed",
            `${name} gets a new Worker, ${worker.after}, with an empty ledger and no secrets. The old one, ${worker.before}, runs ` +
              "on beside it, every job twice, until it is deleted.",
          ),
        ]
      : []),
    ...(change === "changed" && backend && isProduction(name)
      ? [
          danger(
            "production-endpoint",
            `Every job of ${name} calls ${backend.after} from now on, not ${backend.before}.`,
          ),
        ]
      : []),
    ...(secrets.length > 0
      ? [
          danger(
            "new-secret",
            `${name} needs ${secrets.length === 1 ? "a secret" : "secrets"} that it did not: ${joined(secrets)}. A deploy fails ` +
              `until ${secrets.length === 1 ? "it is" : "they are"} set.`,
          ),
        ]
      : []),
  ];
}

/** By its name: the language does not say which environment is the one that counts. */
export function isProduction(environment: string): boolean {
  return /^(?:prod|live)/.test(environment);
}

function newSecrets(change: SettingChange | undefined): string[] {
  const old = new Set(change?.before?.split(", "));
  return change?.after?.split(", ").filter((name) => !old.has(name)) ?? [];
}
