import { memoized } from "../../memo.ts";
import { fedHolidays, targetHolidays } from "./holidays.ts";
import { addDays, type Day, instantOf, localTime, type TimeOfDay, weekday } from "./time-zone.ts";

/** Business days of a settlement system, and its local time. */
export interface BankCalendar {
  readonly timeZone: string;
  isBusinessDay(day: Day): boolean;
  /** The calendar's day at a moment. */
  dayAt(at: number): Day;
  timeAt(at: number): TimeOfDay;
  /** The moment of a local time. */
  instant(day: Day, time: TimeOfDay): number;
  /** The n-th business day after a day; for 0 the day itself, or the next business day when it is none. */
  businessDay(day: Day, n: number): Day;
}

function createCalendar(options: { timeZone: string; holidays: (year: number) => readonly Day[] }): BankCalendar {
  const { timeZone } = options;
  const holidays = memoized({ of: (year: number) => new Set(options.holidays(year)), key: String, capacity: 64 });
  const isBusinessDay = (day: Day): boolean => weekday(day) % 6 !== 0 && !holidays(Number(day.slice(0, 4))).has(day);
  const next = (day: Day): Day => (isBusinessDay(day) ? day : next(addDays(day, 1)));
  return {
    timeZone,
    isBusinessDay,
    dayAt: (at) => localTime({ at, timeZone }).day,
    timeAt: (at) => localTime({ at, timeZone }).time,
    instant: (day, time) => instantOf({ day, time, timeZone }),
    businessDay(day, n) {
      let found = next(day);
      // From a day of rest the first business day is one day on already.
      for (let left = found === day ? n : n - 1; left > 0; left -= 1) found = next(addDays(found, 1));
      return found;
    },
  };
}

/** The Federal Reserve's, by which ACH settles. */
export const fedCalendar: BankCalendar = createCalendar({ timeZone: "America/New_York", holidays: fedHolidays });

/** TARGET's, by which SEPA settles. */
export const targetCalendar: BankCalendar = createCalendar({ timeZone: "Europe/Berlin", holidays: targetHolidays });
