import { joined } from "../cron/describe-times.ts";
import type { Finding } from "./merge-findings.ts";
import type { EnvironmentPlan, SettingChange } from "./plan.ts";

/** Of an environment: what a deploy leaves behind on Cloudflare, and what it needs that is not there yet. */
export function environmentDangers({ name, change, settings }: EnvironmentPlan): Finding[] {
  const changed = (setting: string) => settings.find((each) => each.setting === setting);
  const worker = changed("Worker");
  const backend = changed("backend");
  const secrets = newSecrets(changed("secrets"));
  const found: Finding[] = [];
  const add = (kind: Finding["kind"], tell: Finding["tell"]) =>
    found.push({ kind, environment: name, job: null, tell });

  if (change === "removed") {
    add(
      "environment-removed",
      (who) =>
        `${who} goes from the file, and its Worker ${worker?.before} stays on Cloudflare with its triggers: it runs on until ` +
        `it is deleted (npx wrangler delete --name ${worker?.before}). Only then do the jobs of ${who} stop.`,
    );
    return found;
  }
  if (change === "changed" && worker)
    add(
      "worker-renamed",
      (who) =>
        `${who} gets a new Worker, ${worker.after}, with an empty ledger and no secrets. The old one, ${worker.before}, runs ` +
        "on beside it, every job twice, until it is deleted.",
    );
  if (change === "changed" && backend && isProduction(name))
    add(
      "production-endpoint",
      (who) => `Every job of ${who} calls ${backend.after} from now on, not ${backend.before}.`,
    );
  if (secrets.length > 0)
    add(
      "new-secret",
      (who, verb) =>
        `${who} ${verb("needs", "need")} ${secrets.length === 1 ? "a secret" : "secrets"} that ${verb("it", "they")} did ` +
        `not: ${joined(secrets)}. A deploy fails until ${secrets.length === 1 ? "it is" : "they are"} set.`,
    );
  return found;
}

/** By its name: the language does not say which environment is the one that counts. */
export function isProduction(environment: string): boolean {
  return /^(?:prod|live)/.test(environment);
}

function newSecrets(change: SettingChange | undefined): string[] {
  const old = new Set(change?.before?.split(", "));
  return change?.after?.split(", ").filter((name) => !old.has(name)) ?? [];
}
