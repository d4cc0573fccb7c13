import type { RunStatus } from "../run.ts";
import type { AlertEvent, SlackNotify } from "../job-map.ts";

/** Its runs fail; the cron does not bring it. */
type ConditionName = "failing" | "missing";

/** Something that may be worth telling of a job. */
export interface Occurrence {
  readonly condition: ConditionName;
  readonly isGood: boolean;
  readonly at: number;
  readonly run: AlertedRun;
}

/** The run that an alert is about. */
export interface AlertedRun {
  readonly runId: string;
  readonly correlationId: string;
  readonly status: RunStatus;
  readonly scheduledTime: number | null;
  readonly tick: string;
  readonly attempts: number;
  readonly statusCode: number | null;
  readonly durationMs: number | null;
  readonly error: string | null;
}

/** An alert that has been decided. */
export interface PendingAlert {
  readonly event: AlertEvent;
  /** What began, lasts or is over; of a success, `failing`. */
  readonly condition: ConditionName;
  readonly at: number;
  readonly run: AlertedRun;
  /** Bad ones in a row so far. */
  readonly count: number;
  /** Since when, of a failure, a reminder, a recovery; null of a success. */
  readonly since: number | null;
  readonly isReminder: boolean;
  /** It comes and goes so often that its end is told only after an hour without. */
  readonly isFlapping: boolean;
}

/** One condition of one job. */
interface Condition {
  /** Bad ones in a row, 0 while all is well. */
  readonly count: number;
  /** When the first of them was. */
  readonly since: number;
  readonly lastBadAt: number;
  readonly lastBad: AlertedRun | null;
  /** When it was last told; null while it has not been. */
  readonly toldAt: number | null;
  /** When it was told anew within the last hour, oldest first. */
  readonly openings: readonly number[];
}

export interface AlertState {
  readonly failing: Condition;
  readonly missing: Condition;
}

export type AlertPolicy = Pick<SlackNotify, "events" | "after" | "remindEveryMs">;

/** So many openings within an hour, and a condition stays open until it has been good for an hour. */
const FLAPPING_OPENINGS = 3;
const FLAPPING_WINDOW_MS = 3_600_000;

const WELL: Condition = { count: 0, since: 0, lastBadAt: 0, lastBad: null, toldAt: null, openings: [] };

/** Of a job of which nothing bad is known. */
export const QUIET: AlertState = { failing: WELL, missing: WELL };

interface Decision {
  readonly state: AlertState;
  readonly alerts: readonly PendingAlert[];
}

/**
 * What to tell when something happened to a job. A condition is told once `after` bad ones came in a row (a missed
 * minute: at once), told again every `remindEveryMs` while it lasts, and its end is told once. A condition that was told
 * three times within an hour stays open until an hour has passed without a bad one, so that what comes and goes
 * does not fill a channel.
 * @param policy null: nobody hears of the job; its state is kept all the same
 */
export function decideAlerts(
  state: AlertState,
  occurrence: Occurrence,
  policy: AlertPolicy | null,
): Decision {
  const { condition: name } = occurrence;
  // While nobody is notified, nothing counts as told: the alert goes out as soon as somebody is.
  const after = policy === null ? Infinity : name === "failing" ? policy.after : 1;
  const { condition, alert } = occurrence.isGood
    ? afterGood(state[name], occurrence)
    : afterBad(state[name], occurrence, after);
  const success =
    name === "failing" && occurrence.isGood
      ? [told("success", name, occurrence.run, occurrence.at, WELL)]
      : [];
  const alerts = alert === null ? success : [alert, ...success];
  return {
    state: { ...state, [name]: condition },
    alerts: alerts.filter(({ event }) => policy?.events.includes(event)),
  };
}

/** Tells again what lasts: each condition whose last word is `remindEveryMs` old. */
export function decideReminders(state: AlertState, now: number, policy: AlertPolicy | null): Decision {
  if (policy === null) return { state, alerts: [] };
  const alerts: PendingAlert[] = [];
  let next = state;
  for (const name of ["failing", "missing"] as const) {
    const condition = state[name];
    const event = EVENT_OF[name];
    if (condition.lastBad === null || !policy.events.includes(event)) continue;
    if (!isWorthRepeating(name, condition)) continue;
    if (condition.toldAt === null || now < condition.toldAt + policy.remindEveryMs) continue;
    alerts.push({ ...told(event, name, condition.lastBad, now, condition), isReminder: true });
    next = { ...next, [name]: { ...condition, toldAt: now } };
  }
  return { state: next, alerts };
}

/** When `decideReminders` has something to tell next, in epoch ms; null where nothing lasts. */
export function nextReminderAt(state: AlertState, policy: AlertPolicy | null): number | null {
  if (policy === null) return null;
  const times = (["failing", "missing"] as const)
    .filter((name) => policy.events.includes(EVENT_OF[name]))
    .filter((name) => isWorthRepeating(name, state[name]))
    .map((name) => state[name].toldAt)
    .filter((toldAt) => toldAt !== null)
    .map((toldAt) => toldAt + policy.remindEveryMs);
  return times.length > 0 ? Math.min(...times) : null;
}

/** That the cron does not bring a job is known again only when another minute has been missed. */
function isWorthRepeating(name: ConditionName, { lastBadAt, toldAt }: Condition): boolean {
  return name === "failing" || (toldAt !== null && lastBadAt > toldAt);
}

const EVENT_OF = { failing: "failure", missing: "missed" } as const;

interface Step {
  readonly condition: Condition;
  readonly alert: PendingAlert | null;
}

function afterBad(before: Condition, { condition, at, run }: Occurrence, after: number): Step {
  const count = before.count + 1;
  const since = before.count === 0 && before.toldAt === null ? at : before.since;
  const bad: Condition = { ...before, count, since, lastBadAt: at, lastBad: run };
  if (before.toldAt !== null || count < after) return { condition: bad, alert: null };
  const openings = [...recent(before.openings, at), at];
  const opened = { ...bad, toldAt: at, openings };
  return { condition: opened, alert: told(EVENT_OF[condition], condition, run, at, opened) };
}

function afterGood(before: Condition, { condition, at, run }: Occurrence): Step {
  // Not told yet, so there is nothing to take back.
  if (before.toldAt === null)
    return { condition: { ...WELL, openings: recent(before.openings, at) }, alert: null };
  if (isFlapping(before) && at < before.lastBadAt + FLAPPING_WINDOW_MS) {
    return { condition: { ...before, count: 0 }, alert: null };
  }
  return {
    condition: { ...WELL, openings: recent(before.openings, at) },
    alert: told("recovery", condition, run, at, before),
  };
}

function recent(openings: readonly number[], now: number): number[] {
  return openings.filter((at) => at > now - FLAPPING_WINDOW_MS);
}

function isFlapping({ openings }: Condition): boolean {
  return openings.length >= FLAPPING_OPENINGS;
}

function told(
  event: AlertEvent,
  name: ConditionName,
  run: AlertedRun,
  at: number,
  condition: Condition,
): PendingAlert {
  return {
    event,
    condition: name,
    at,
    run,
    count: condition.count,
    since: event === "success" ? null : condition.since,
    isReminder: false,
    isFlapping: event !== "success" && isFlapping(condition),
  };
}

/** Since when a condition lasts, in epoch ms; null where all is well. */
export function conditionSince({ count, toldAt, since }: Condition): number | null {
  return count > 0 || toldAt !== null ? since : null;
}
