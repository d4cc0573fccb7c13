import type { Printer } from "./printer.ts";

/** Every format with its printer, which is loaded when it is used. */
export const formats = {
  text: async () => (await import("./print-text.ts")).printTextReport,
  json: async () => (await import("./print-json.ts")).printJson,
  github: async () => (await import("./print-github.ts")).printGithub,
  sarif: async () => (await import("./print-sarif.ts")).printSarif,
  junit: async () => (await import("./print-junit.ts")).printJunit,
  markdown: async () => (await import("./print-markdown.ts")).printMarkdown,
} as const satisfies Record<string, () => Promise<Printer>>;

export type Format = keyof typeof formats;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(formats, name);
}
