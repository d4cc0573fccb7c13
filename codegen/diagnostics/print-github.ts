import type { Diagnostic, Severity } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands that GitHub shows as annotations on the changed lines.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function printGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ code, severity, message, span, hint }) => {
      const { line, column, endLine, endColumn } = range(span);
      const properties = { file: span.source.file, line, endLine, col: column, endColumn, title: code };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      return `::${commands[severity]} ${list.join(",")}::${escapeData(hint ? `${message}\nhint: ${hint}` : message)}`;
    })
    .join("\n");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
