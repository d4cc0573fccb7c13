import type { Comparison, Difference } from "./compare-deployed.ts";
import type { Wanted } from "./wanted.ts";
import type { Advice } from "./way-home.ts";

/** What to do about differences: a sentence for each kind that is there. */
export function verifyAdvice({ differences }: Comparison, { environment }: Wanted): Advice[] {
  const has = (test: (each: Difference) => boolean) => differences.some(test);
  const secrets = differences.filter(({ kind }) => kind === "secret").map(({ name }) => name);
  const isByHand = has(({ kind, repository }) => (kind === "cron" || kind === "var") && repository === null);
  return [
    ...secrets.map((name) => ({
      text: "Set the secret:",
      command: `npx wrangler secret put ${name} --env ${environment}`,
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
            command: `npm run deploy -- ${environment}`,
          },
        ]
      : []),
  ];
}
