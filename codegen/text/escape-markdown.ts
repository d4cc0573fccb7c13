/** A text as Markdown that shows it as it is, in a table too: nothing in it is markup, and it calls nobody by `@`. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>|#~&!$]/g, "\\$&")
    .replaceAll("@", "@\u{200b}");
}

/** A sentence in which backquotes mark what was written, as Markdown: that is shown as code, the rest as it is. */
export function sentenceMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? part.replaceAll("|", "\\|") : escapeMarkdown(part)))
    .join("");
}
