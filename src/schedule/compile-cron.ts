import { assertNever } from "../assert-never.ts";
import { isListItem, type Cron, type CronField, type DayRule, type ListItem } from "./cron-model.ts";
import { DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH, type FieldSpec } from "./cron-fields.ts";

const ALL_BITS = -1;
const SATURDAY = 1 << 6;

/** Adds to the written fields the bit masks and day rules by which they are searched. */
export function compileCron(text: string, fields: Cron["fields"]): Cron {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  return {
    text,
    fields,
    minutesLow: maskOf(minute, MINUTE, 0),
    minutesHigh: maskOf(minute, MINUTE, 32),
    hours: maskOf(hour, HOUR, 0),
    months: maskOf(month, MONTH, 0),
    dayOfMonth: dayRuleOf(dayOfMonth, DAY_OF_MONTH),
    dayOfWeek: dayRuleOf(dayOfWeek, DAY_OF_WEEK),
  };
}

function dayRuleOf(field: CronField, spec: FieldSpec): DayRule {
  if (field.isStar) return { kind: "any" };
  const [item] = field.items;
  if (item?.kind === "saturday") return { kind: "weekdays", weekdays: SATURDAY };
  if (item !== undefined && item.kind !== "star" && !isListItem(item)) return item;
  const mask = maskOf(field, spec, 0);
  return spec === DAY_OF_MONTH ? { kind: "days", days: mask } : { kind: "weekdays", weekdays: mask };
}

/** Which of the 32 values from `spec.min + base` on the field lists: bit n is the n-th of them. */
function maskOf(field: CronField, spec: FieldSpec, base: number): number {
  if (field.isStar) return (ALL_BITS >>> Math.max(0, 31 - (spec.max - spec.min - base))) | 0;
  let mask = 0;
  for (const item of field.items) {
    if (isListItem(item)) mask |= maskOfItem(item, spec, base);
  }
  return mask;
}

function maskOfItem(item: ListItem, spec: FieldSpec, base: number): number {
  switch (item.kind) {
    case "value":
      return maskOfRun(spec, base, item.value.value, item.value.value, 1);
    case "range":
      return maskOfRun(spec, base, item.from.value, item.to.value, item.step);
    case "step":
      return maskOfRun(spec, base, item.from.value, spec.max, item.step);
    default:
      return assertNever(item);
  }
}

/**
 * Every `step`-th value from `from` to `to`. Where `from` is greater, the run goes on from the
 * field's maximum to its minimum, and the step is counted on: `28-4/2` is 28, 30, 1, 3.
 */
function maskOfRun(spec: FieldSpec, base: number, from: number, to: number, step: number): number {
  const size = spec.max - spec.min + 1;
  const length = from <= to ? to - from : to - from + size;
  let mask = 0;
  for (let offset = 0; offset <= length; offset += step) {
    const index = from - spec.min + offset;
    const bit = (index < size ? index : index - size) - base;
    if (bit >= 0 && bit < 32) mask |= 1 << bit;
  }
  return mask;
}
