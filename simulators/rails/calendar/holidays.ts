import { addDays, type Day, dayOf, weekday } from "./time-zone.ts";

/** Days on which the settlement systems rest, weekends aside. Rules as the Federal Reserve and the Eurosystem publish them. */

const MONDAY = 1;
const THURSDAY = 4;

/**
 * Holidays of the Federal Reserve's payment services in a year. One that falls on a Sunday is kept on the Monday after;
 * one that falls on a Saturday is not kept.
 */
export function fedHolidays(year: number): readonly Day[] {
  const fixed = [on(year, 1, 1), on(year, 6, 19), on(year, 7, 4), on(year, 11, 11), on(year, 12, 25)].map((day) => (weekday(day) === 0 ? addDays(day, 1) : day));
  return [
    ...fixed,
    nth({ year, month: 1, weekday: MONDAY, n: 3 }),
    nth({ year, month: 2, weekday: MONDAY, n: 3 }),
    lastMonday(year, 5),
    nth({ year, month: 9, weekday: MONDAY, n: 1 }),
    nth({ year, month: 10, weekday: MONDAY, n: 2 }),
    nth({ year, month: 11, weekday: THURSDAY, n: 4 }),
  ];
}

/** Closing days of TARGET in a year. */
export function targetHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year);
  return [on(year, 1, 1), addDays(easter, -2), addDays(easter, 1), on(year, 5, 1), on(year, 12, 25), on(year, 12, 26)];
}

/** Western Easter, by the anonymous Gregorian computus. */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const place = h + l - 7 * m + 114;
  return on(year, Math.floor(place / 31), (place % 31) + 1);
}

function on(year: number, month: number, day: number): Day {
  return dayOf(new Date(Date.UTC(year, month - 1, day)));
}

function nth(options: { year: number; month: number; weekday: number; n: number }): Day {
  const first = on(options.year, options.month, 1);
  return addDays(first, ((options.weekday - weekday(first) + 7) % 7) + 7 * (options.n - 1));
}

function lastMonday(year: number, month: number): Day {
  const last = addDays(on(year, month + 1, 1), -1);
  return addDays(last, -((weekday(last) - MONDAY + 7) % 7));
}
