/**
 * At which minutes crontab runs an expression, read from crontab(5) and from nothing of the compiler: numbers and names, lists,
 * ranges and steps, a field that begins with `*` being a star. Plain on purpose.
 */

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The minutes since 1970, UTC, from the first of these days on. */
export function crontabMinutes(
  expression: string,
  firstDay: number,
  dayCount: number,
  isStar: (field: string) => boolean = (field) => field.startsWith("*"),
): number[] {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = expression.split(" ");
  const minutes = valuesOf(minute, 0, 59, []);
  const hours = valuesOf(hour, 0, 23, []);
  const days = valuesOf(dayOfMonth, 1, 31, []);
  const inMonths = valuesOf(month, 1, 12, ["", ...months]);
  const onWeekdays = valuesOf(dayOfWeek, 0, 7, weekdays).map((day) => day % 7);
  const found: number[] = [];
  for (let day = firstDay; day < firstDay + dayCount; day += 1) {
    const date = new Date(day * 86_400_000);
    const first = days.includes(date.getUTCDate());
    const second = onWeekdays.includes(date.getUTCDay());
    const both = isStar(dayOfMonth) || isStar(dayOfWeek);
    if (!inMonths.includes(date.getUTCMonth() + 1) || !(both ? first && second : first || second)) continue;
    for (const each of hours) for (const at of minutes) found.push(day * 1440 + each * 60 + at);
  }
  return found;
}

function valuesOf(field: string, min: number, max: number, names: readonly string[]): number[] {
  const numberOf = (text: string) => {
    const named = names.indexOf(text.toLowerCase());
    return named === -1 ? Number(text) : named;
  };
  const values = field.split(",").flatMap((item) => {
    const [range = "", step = "1"] = item.split("/");
    const [from = "", to = from] = range === "*" ? [String(min), String(max)] : range.split("-");
    const all = Array.from(
      { length: numberOf(to) - numberOf(from) + 1 },
      (_, index) => numberOf(from) + index,
    );
    return all.filter((_, index) => index % Number(step) === 0);
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}
