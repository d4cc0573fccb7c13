import type { StateAfterFailure } from "./state-after-failure.ts";

/** What to do, and the command that does it. */
export interface Advice {
  readonly text: string;
  readonly command?: string;
}

/** How to get home from a deploy that wrangler ended with this message. */
export function wayHome(
  message: string,
  { code, triggers }: StateAfterFailure,
  environment: string,
): Advice[] {
  const known = meanings.find(({ says }) => says.test(message))?.advice(environment);
  const again = { text: "Then deploy again:", command: `npm run deploy -- ${environment}` };
  const isHalf = code === "new" && triggers !== "new";
  return [
    known ?? { text: "Mend what wrangler says above." },
    ...(known?.command === undefined ? [again] : []),
    ...(isHalf
      ? [
          {
            text: "Or try the triggers alone, with the code as it is live now:",
            command: `npx wrangler triggers deploy -c wrangler.toml --env ${environment}`,
          },
          {
            text: "Or go back to what was live before: revert the change, commit it, and deploy that:",
            command: `git revert --no-edit HEAD && npm run deploy -- ${environment}`,
          },
        ]
      : []),
    { text: "To see what is live:", command: `npm run verify -- --env ${environment}` },
  ];
}

/** What Cloudflare's answers mean here, by the codes and words that wrangler prints. */
const meanings: readonly { readonly says: RegExp; readonly advice: (environment: string) => Advice }[] = [
  {
    says: /\b10072\b|too_many_crons/,
    advice: (environment) => ({
      text:
        "Cloudflare counts too many cron triggers for the account (10072). While it replaces them, it may count the old ones with the new ones. " +
        "Remove the old ones first; if they are too many without that, free some in other Workers, or pack the schedules into fewer with account.cronTriggers:",
      command: `npm run deploy -- ${environment} --clear-triggers`,
    }),
  },
  {
    says: /\b10100\b|invalid cron string/,
    advice: () => ({
      text:
        "Cloudflare refuses a cron expression (10100) that this compiler let pass: please report it, with the expression. " +
        "Write that schedule in another way, generate, and commit.",
    }),
  },
  {
    says: /required secrets|\b10057\b/,
    advice: () => ({
      text: "A secret that the Worker needs is not set. Set an environment variable of its name, and the deploy passes it on.",
    }),
  },
  {
    says: /\b(?:10000|10001|9106|9109)\b|authentication error|unable to authenticate/i,
    advice: () => ({
      text: 'Cloudflare does not take the token. It needs what the template "Edit Cloudflare Workers" gives, for this account: https://dash.cloudflare.com/profile/api-tokens',
    }),
  },
  {
    says: /\b10021\b/,
    advice: () => ({
      text: "The code fails while it starts (10021). npm start shows the same on this machine; mend it.",
    }),
  },
  {
    says: /\b10013\b|internal error|fetch failed|timed? ?out|\b50[0-4]\b/i,
    advice: () => ({
      text: "Cloudflare's API did not do its part. See https://www.cloudflarestatus.com, and wait until it is well.",
    }),
  },
];
