import type { Comparison, Difference } from "./compare-deployed.ts";
import type { Wanted } from "./wanted.ts";
import type { Advice } from "./way-home.ts";

/** What to do about differences, and about secrets that nobody needs. */
export function verifyAdvice({ differences, unusedSecrets }: Comparison, { calls }: Wanted): Advice[] {
  const has = (test: (each: Difference) => boolean) => differences.some(test);
  const secrets = differences.filter(({ kind }) => kind === "secret").map(({ name }) => name);
  const isByHand = has(({ kind, repository }) => (kind === "cron" || kind === "var") && repository === null);
  return [
    ...secrets.map((name) => ({
      text: "Set the secret:",
      command: calls.wrangler(`secret put ${name}`),
    })),
    ...(isByHand
      ? [
          {
            text: "What only Cloudflare has was set by hand. Write it into schedules.yaml if it is to stay: a deploy removes it.",
          },
        ]
      : []),
    ...(has(({ kind }) => kind !== "secret")
      ? [
          {
            text: "Bring Cloudflare to what the repository says:",
            command: calls.deploy(),
          },
        ]
      : []),
    ...unusedSecrets.map((name) => ({
      text: `The Worker does not read the secret ${name}. If nothing else does, remove it:`,
      command: calls.wrangler(`secret delete ${name}`),
    })),
  ];
}
