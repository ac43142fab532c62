import { memoized } from "../../memo.ts";

/** A day of the calendar, `YYYY-MM-DD`. Compares as text. */
export type Day = `${number}-${string}-${string}`;

/** A time of day, `HH:MM`. Compares as text. */
export type TimeOfDay = `${string}:${string}`;

const formats = memoized({
  of: (timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  key: (timeZone) => timeZone,
  capacity: 16,
});

/** What calendar and wall clock of a time zone show at a moment. */
export function localTime(options: { at: number; timeZone: string }): { readonly day: Day; readonly time: TimeOfDay } {
  const parts = Object.fromEntries(formats(options.timeZone).formatToParts(options.at).map(({ type, value }) => [type, value]));
  return { day: `${parts["year"]}-${parts["month"]}-${parts["day"]}` as Day, time: `${parts["hour"]}:${parts["minute"]}` };
}

/** The moment when calendar and wall clock of a time zone show that day and time. Of an hour that occurs twice: the first. */
export const instantOf: (options: { day: Day; time: TimeOfDay; timeZone: string }) => number = memoized({
  of({ day, time, timeZone }) {
    const utc = Date.parse(`${day}T${time}:00Z`);
    // A zone's offset can differ on both sides of a change of the clocks; the one that shows what was asked for is right.
    for (const around of [utc - 24 * 3_600_000, utc + 24 * 3_600_000]) {
      const at = utc - offsetAt({ at: around, timeZone });
      const shown = localTime({ at, timeZone });
      if (shown.day === day && shown.time === time) return at;
    }
    throw new Error(`No clock in ${timeZone} shows ${day} ${time}.`);
  },
  key: ({ day, time, timeZone }) => `${day} ${time} ${timeZone}`,
  capacity: 4_096,
});

function offsetAt(options: { at: number; timeZone: string }): number {
  const { day, time } = localTime(options);
  return Date.parse(`${day}T${time}:00Z`) - Math.floor(options.at / 60_000) * 60_000;
}

export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The same day of a later month, or that month's last. */
export function addMonths(day: Day, months: number): Day {
  const from = new Date(`${day}T00:00:00Z`);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), last));
  return dayOf(first);
}

export function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10) as Day;
}
