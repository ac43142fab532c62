import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fedCalendar, targetCalendar } from "./business-days.ts";
import { easterSunday, fedHolidays, targetHolidays } from "./holidays.ts";
import { addDays, addMonths, type Day, instantOf, localTime } from "./time-zone.ts";

describe("holidays", () => {
  test("of the Federal Reserve in 2026, as published", () => {
    expect(fedHolidays(2026).toSorted()).toEqual(["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-04", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"]);
  });

  test("one that falls on a Sunday is kept on Monday, one on a Saturday not on Friday", () => {
    expect(fedHolidays(2027)).toContain("2027-07-05");
    expect(fedCalendar.isBusinessDay("2026-07-03")).toBe(true);
  });

  test("of TARGET in 2026, as published", () => {
    expect(targetHolidays(2026).toSorted()).toEqual(["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26"]);
  });

  test.each([
    [2024, "2024-03-31"],
    [2025, "2025-04-20"],
    [2027, "2027-03-28"],
    [2038, "2038-04-25"],
  ])("Easter of %i", (year, day) => expect(easterSunday(year)).toBe(day));
});

describe("business days", () => {
  test.each([
    ["2026-07-02", 1, "2026-07-03"],
    ["2026-07-02", 2, "2026-07-06"],
    ["2026-05-23", 0, "2026-05-26"],
    ["2026-05-23", 1, "2026-05-26"],
    ["2026-05-23", 2, "2026-05-27"],
  ] as const)("of the Federal Reserve: %s and %i more", (day, n, expected) => expect(fedCalendar.businessDay(day, n)).toBe(expected));

  test("over Easter", () => expect(targetCalendar.businessDay("2026-04-02", 1)).toBe("2026-04-07"));
});

describe("time zones", () => {
  const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("2000-01-01", n));
  test.each(["America/New_York", "Europe/Berlin"])("noon and 08:30 in %s are shown at the moment found for them", (timeZone) => {
    fc.assert(
      fc.property(days, fc.constantFrom("12:00", "08:30", "17:00"), (day, time) => {
        expect(localTime({ at: instantOf({ day, time: time as `${string}:${string}`, timeZone }), timeZone })).toEqual({ day, time });
      }),
      { numRuns: 300 },
    );
  });

  test("the hour follows the change of the clocks", () => {
    expect(new Date(fedCalendar.instant("2026-03-06", "08:30")).toISOString()).toBe("2026-03-06T13:30:00.000Z");
    expect(new Date(fedCalendar.instant("2026-03-09", "08:30")).toISOString()).toBe("2026-03-09T12:30:00.000Z");
    expect(() => instantOf({ day: "2026-03-08", time: "02:30", timeZone: "America/New_York" })).toThrow(/No clock/);
  });
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2026-03-15", 13, "2027-04-15"],
] as const)("%s and %i months", (day: Day, months, expected) => expect(addMonths(day, months)).toBe(expected));
