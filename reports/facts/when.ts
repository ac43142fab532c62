/** "2026-05-04 10:00:00 UTC", or the text itself when it is no date. */
export function utc(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "850 ms", "4.2 s", "2 min 5 s". */
export function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "unknown";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Time between two ISO 8601 moments. */
export function elapsed(options: { started: string; ended: string }): string {
  return duration(Date.parse(options.ended) - Date.parse(options.started));
}
