import type { Diagnostic, Fix, WeekdayNumbers } from "../diagnostics/diagnostic.ts";
import { comments } from "./comments.ts";

/** A fix, and what it is for. */
export interface ChosenFix extends Fix {
  readonly code: Diagnostic["code"];
}

/**
 * What can be fixed in a file without asking: the fixes that are safe, and those for the family of weekday numbers that
 * the caller names. In the order of the text; one that overlaps one before it, or a comment, is left out.
 */
export function chooseFixes(
  diagnostics: readonly Diagnostic[],
  file: string,
  weekdays?: WeekdayNumbers,
): ChosenFix[] {
  const wanted = diagnostics
    .flatMap(({ code, fixes = [] }) => fixes.map((fix) => ({ ...fix, code })))
    .filter(
      ({ span, onlyFor }) => span.source.file === file && (onlyFor === undefined || onlyFor === weekdays),
    )
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const [first] = wanted;
  if (!first) return [];
  const taken = comments(first.span.source);
  const chosen: ChosenFix[] = [];
  for (const fix of wanted) {
    const { start, end } = fix.span;
    if (taken.some((other) => start < other.end && other.start < end)) continue;
    taken.push(fix.span);
    chosen.push(fix);
  }
  return chosen;
}

/** A text with fixes made, all else as it was. `shift` is by how much the text's offsets lie behind the spans'. */
export function applyFixes(text: string, fixes: readonly Fix[], shift = 0): string {
  // From the end, so that the places before stay where they are.
  return fixes.reduceRight(
    (changed, fix) =>
      changed.slice(0, fix.span.start + shift) + fix.text + changed.slice(fix.span.end + shift),
    text,
  );
}
