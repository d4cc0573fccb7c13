/**
 * An example of a problem.
 * - `schedules`: top-level keys that replace those of a small valid file.
 * - `whole`: the whole file.
 * - `base64`: the whole file as bytes, where text can't show it; `shown` says what is in it.
 * - `template`: a wrangler.template.toml beside the small valid file; null: there is none.
 * - `situation`: what can't be shown by a file, in words.
 */
export type Example =
  | { readonly schedules: string; readonly template?: string }
  | { readonly whole: string }
  | { readonly base64: string; readonly shown: string }
  | { readonly template: string | null; readonly schedules?: string }
  | { readonly situation: string };

/** A small valid file, by top-level key. */
const base = {
  version: "version: 1",
  worker: "worker: acme-cron",
  account: "account: { plan: free }",
  environments: "environments:\n  production: { backend: https://api.example.com }",
  jobs: 'jobs:\n  report: { endpoint: POST /cron/report, schedule: { at: "02:06" } }',
} as const;

/** 23 November 2026: what is over on that day stays over. */
const exampleNow = Date.UTC(2026, 10, 23) / 60_000;

const baseTemplate = 'main = "src/worker.ts"\ncompatibility_date = "2026-11-01"\n';

/** The bytes of an example, ready to compile; null where it is only told in words. */
export function exampleInput(example: Example): {
  nowMinute: number;
  config: { file: string; bytes: Uint8Array };
  template: { file: string; bytes: Uint8Array | null };
} | null {
  if ("situation" in example) return null;
  const template = "template" in example ? (example.template ?? null) : baseTemplate;
  return {
    nowMinute: exampleNow,
    config: {
      file: "schedules.yaml",
      bytes: "base64" in example ? fromBase64(example.base64) : encode(exampleText(example)),
    },
    template: { file: "wrangler.template.toml", bytes: template === null ? null : encode(template) },
  };
}

function exampleText(example: { whole: string } | { schedules?: string }): string {
  if ("whole" in example) return example.whole;
  const own = example.schedules ?? "";
  const missing = Object.entries(base).filter(([key]) => !new RegExp(`^${key}:`, "m").test(own));
  return `${missing.map(([, text]) => text).join("\n")}\n${own}`;
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
