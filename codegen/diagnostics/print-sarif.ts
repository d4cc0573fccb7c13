import { createHash } from "node:crypto";
import type { Span } from "../source/source.ts";
import type { Code } from "./catalogue.ts";
import { catalogue } from "./catalogue.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { range } from "./diagnostic.ts";
import type { PrintContext } from "./printer.ts";
import { docsAddress } from "./printer.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/**
 * A SARIF 2.1.0 log with one run, for code scanning. Lines and columns count from 1, in UTF-16 units; the end column is
 * the one after the last character. It holds no text of the file but what the messages quote: a secret must not get there.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function printSarif(diagnostics: readonly Diagnostic[], context: Pick<PrintContext, "docs">): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
  const fingerprint = fingerprints();
  const results = diagnostics.map((each) => ({
    ruleId: each.code,
    ruleIndex: codes.indexOf(each.code),
    level: levels[each.severity],
    message: { text: each.hint ? `${each.message}\nhint: ${each.hint}` : each.message },
    locations: [location(each.span)],
    relatedLocations: each.related?.map(({ message, span }) => ({
      ...location(span),
      message: { text: message },
    })),
    partialFingerprints: { "schedulesDiagnostic/v1": fingerprint(each) },
  }));
  const driver = { name: "schedules", rules: codes.map((code) => rule(code, docsAddress(code, context))) };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", originalUriBaseIds, results };
  return JSON.stringify({ $schema: schemaAddress, version: "2.1.0", runs: [run] }, null, 2);
}

const schemaAddress =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The name that code scanning gives to the checkout; where that lies is not this log's to say. */
const sourceRoot = "%SRCROOT%";
const originalUriBaseIds = { [sourceRoot]: { description: { text: "Where the command was run." } } };

function rule(code: Code, address: string) {
  const { title, about, severity } = catalogue[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: about },
    // A rule's help URI must be absolute (section 3.49.12), and a path is not.
    helpUri: /^https?:/.test(address) ? address : undefined,
    help: { text: `${about} See ${address}`, markdown: `${about} See [${code}](${address}).` },
    defaultConfiguration: { level: levels[severity] },
  };
}

function location(span: Span) {
  const { line, column, endLine, endColumn } = range(span);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(span.source.file),
      // Of a file that is not there, or whose text was not read, there is no region.
      region: span.source.text === "" ? undefined : region,
    },
  };
}

/** A path as a URI: relative ones count from the source root. */
function artifactLocation(file: string) {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return { uri: `file://${path}` };
  const [, drive] = /^([A-Za-z])%3A\//.exec(path) ?? [];
  if (drive !== undefined) return { uri: `file:///${drive}:${path.slice(4)}` };
  return { uri: path.replace(/^(?:\.\/)+/, ""), uriBaseId: sourceRoot };
}

/**
 * What makes a finding the same one in the next version of the file: its code, file and message, and which of those that
 * are equal in all of this it is. No line is in it, as an edit above would change it.
 */
function fingerprints(): (diagnostic: Diagnostic) => string {
  const counts = new Map<string, number>();
  return ({ code, message, span }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([code, span.source.file, message]))
      .digest("hex");
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash.slice(0, 32)}:${count}`;
  };
}
