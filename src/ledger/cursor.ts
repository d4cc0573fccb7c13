import type { RunKey, RunRow } from "./state.ts";

/** Negative where the first is older; runs of one time by job and id. */
export function compareKeys(a: RunKey, b: RunKey): number {
  return a.at - b.at || compareTexts(a.job, b.job) || compareTexts(a.runId, b.runId);
}

/** As SQLite compares texts of ASCII. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where a page of the history ended: the next begins after it. */
export function cursorOf({ at, runId }: RunKey): string {
  return `${at}~${runId}`;
}

/** Whether a text is a cursor. */
export function isCursor(text: string): boolean {
  return /^\d{1,16}~[^~:]+:[^~:]+:[^~]+$/.test(text);
}

export function keyOfCursor(cursor: string): RunKey {
  const [at = "", runId = ""] = cursor.split("~");
  return { at: Number(at), job: jobOfRunId(runId), runId };
}

/**
 * The time under which a run stands in the history, in epoch ms, as its id tells; null of a run by hand that its caller's own
 * key names.
 */
export function timeOfRunId(runId: string): number | null {
  const [, year, month, day, hour, minute] =
    /^[^:]*:[^:]*:(?:manual-)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z/.exec(runId) ?? [];
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`);
}

/** The time under which a run stands in the history: its scheduled minute, or when it was first heard of. */
export function historyTime({
  scheduledTime,
  claimedAt,
}: Pick<RunRow, "scheduledTime" | "claimedAt">): number {
  return scheduledTime ?? claimedAt;
}

/** The job that a run id names: `<environment>:<job>:…`. */
export function jobOfRunId(runId: string): string {
  return runId.split(":")[1] ?? "";
}
