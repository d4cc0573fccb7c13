/** Milliseconds for people: `350 ms`, `2.5 s`, `14 min 30 s`, `3 h 5 min`, `2 d 4 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const tenths = Math.round(durationMs / 100);
  if (tenths < 600) return `${tenths / 10} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3_600) return inUnits(seconds, 60, "min", "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return inUnits(minutes, 60, "h", "min");
  return inUnits(Math.round(minutes / 60), 24, "d", "h");
}

function inUnits(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  return `${Math.floor(value / size)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}
