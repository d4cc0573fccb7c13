import type { Calls } from "./calls.ts";
import type { StateAfterFailure } from "./state-after-failure.ts";
import { shortCommit } from "./words.ts";

/** What to do, and the command that does it. */
export interface Advice {
  readonly text: string;
  readonly command?: string;
}

/** A deploy that failed: what there is to know for the way back. */
export interface FailedDeploy {
  /** What wrangler says of it. */
  readonly message: string;
  readonly state: StateAfterFailure;
  /** The commit that was live before, where it is known; git has it. */
  readonly commitBefore: string | null;
  readonly calls: Calls;
}

/** How to get home from a deploy that wrangler ended. */
export function wayHome({ message, state, commitBefore, calls }: FailedDeploy): Advice[] {
  const known = meanings.find(({ says }) => says.test(message))?.advice(calls);
  const isHalf = state.code === "new" && state.triggers !== "new";
  return [
    known ?? { text: "Mend what wrangler says above." },
    ...(known?.command === undefined ? [{ text: "Then deploy again:", command: calls.deploy() }] : []),
    ...(isHalf
      ? [
          {
            text: "Or try the triggers alone, with the code as it is live now:",
            command: calls.wrangler("triggers deploy"),
          },
          wayBack(commitBefore, calls),
        ]
      : []),
    { text: "To see what is live:", command: calls.verify },
  ];
}

function wayBack(commit: string | null, calls: Calls): Advice {
  const text = "Or go back to what was live before:";
  return commit === null
    ? { text: `${text} check out its commit, and deploy that with --allow-older.` }
    : {
        text,
        command: `git switch --detach ${shortCommit(commit)} && npm ci && ${calls.deploy("--allow-older")}`,
      };
}

/** What Cloudflare's answers mean here, by the codes and words that wrangler prints. */
const meanings: readonly { readonly says: RegExp; readonly advice: (calls: Calls) => Advice }[] = [
  {
    says: /^interrupted$/,
    advice: () => ({ text: "It was ended from outside, so there is nothing to mend." }),
  },
  {
    says: /\b10072\b|too_many_crons/,
    advice: (calls) => ({
      text:
        "Cloudflare counts too many cron triggers for the account (10072). While it replaces them, it may count the old ones with the new ones. " +
        "Remove the old ones first; if they are too many without that, free some in other Workers, or pack the schedules into fewer with account.cronTriggers:",
      command: calls.deploy("--clear-triggers"),
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
    says: /\b10013\b|internal error|fetch failed|timed? ?out|bad gateway|unavailable/i,
    advice: () => ({
      text: "Cloudflare's API did not do its part. See https://www.cloudflarestatus.com, and wait until it is well.",
    }),
  },
];
