import { stillValid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { Info, Proof } from "./_challenge.ts";

type Signed = (edit?: Info) => Proof;

/** Rules on times. Where the clock alone moves, the proof is the same; where a time of the proof moves, it was signed anew. */
export const signedTimes = (plain: DraftTest, signed: Signed, output: unknown): readonly DraftTest[] => {
  const good = (id: string, comment: string, flag: string, edit: Info): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/proof", to: signed(edit), output });
  return [
    ...editsAt(plain, "/now").good([
      ["now-issued", "At the moment it was issued", "FutureNotChecked", "2026-11-21T12:00:00.000Z"],
      ["now-four-minutes", "After four minutes", "AgeNotChecked", "2026-11-21T12:04:00.000Z"],
    ]),
    ...editsAt(plain, "/now").refused([
      ["now-expired", "Two minutes after its end", "ExpiryNotChecked", "2026-11-21T12:07:00.000Z", "The proof has expired."],
      ["now-next-day", "A day later", "ExpiryNotChecked", "2026-11-22T12:01:00.000Z", "The proof has expired."],
      ["now-hour-before", "An hour before it was issued", "FutureNotChecked", "2026-11-21T11:00:00.000Z", "The proof was issued in the future."],
      ["now-year-before", "A year before it was issued", "FutureNotChecked", "2025-11-21T12:01:00.000Z", "The proof was issued in the future."],
    ]),
    ...editsAt(plain, "/proof").refused([
      ["expired-within-age", "Issued three minutes ago, its end a minute later", "ExpiryNotChecked", signed({ issuedAt: "2026-11-21T11:58:00.000Z", expirationTime: "2026-11-21T11:59:00.000Z" }), "The proof has expired, however young it is."],
      ["expired-offset", "An end that is over, in a time zone where the clock shows more", "ExpiryNotChecked", signed({ expirationTime: "2026-11-21T20:00:00.000+09:00" }), "12:01 in UTC is after 20:00 in a zone nine hours ahead."],
      ["old-without-expiration", "Issued an hour ago, without an end", "AgeNotChecked", signed({ issuedAt: "2026-11-21T11:00:00.000Z", expirationTime: undefined }), "It was issued too long ago."],
      ["old-with-long-expiration", "Issued an hour ago, its end a year ahead", "AgeNotChecked", signed({ issuedAt: "2026-11-21T11:00:00.000Z", expirationTime: "2027-11-21T12:00:00.000Z" }), "It was issued too long ago, whatever its end."],
      ["old-offset", "Issued an hour ago, in a time zone where the clock shows now", "AgeNotChecked", signed({ issuedAt: "2026-11-21T12:01:00.000+01:00" }), "12:01 in a zone one hour ahead is 11:01 in UTC."],
      ["future-signed", "Issued in an hour", "FutureNotChecked", signed({ issuedAt: "2026-11-21T13:01:00.000Z", expirationTime: "2026-11-21T13:06:00.000Z" }), "The proof was issued in the future."],
      ["future-offset", "Issued in an hour, in a time zone where the clock shows now", "FutureNotChecked", signed({ issuedAt: "2026-11-21T12:00:00.000-01:00" }), "12:00 in a zone one hour behind is 13:00 in UTC."],
      ["not-before-future", "Good from an hour ahead", "NotBeforeNotChecked", signed({ notBefore: "2026-11-21T13:01:00.000Z" }), "Its time has not come."],
      ["not-before-two-minutes", "Good from two minutes ahead", "NotBeforeNotChecked", signed({ notBefore: "2026-11-21T12:03:00.000Z" }), "Its time has not come."],
    ]),
    good("issued-offset", "issuedAt with an offset", "TimeNotation", { issuedAt: "2026-11-21T13:00:00.000+01:00" }),
    good("issued-negative-offset", "issuedAt with a negative offset, on the day before", "TimeNotation", { issuedAt: "2026-11-20T23:00:30-13:00" }),
    good("issued-whole-seconds", "issuedAt without a fraction", "TimeNotation", { issuedAt: "2026-11-21T12:00:00Z" }),
    good("issued-microseconds", "issuedAt with microseconds", "TimeNotation", { issuedAt: "2026-11-21T12:00:00.123456Z" }),
    good("issued-nanoseconds", "issuedAt with nanoseconds", "TimeNotation", { issuedAt: "2026-11-21T12:00:00.123456789Z" }),
    good("expiration-offset", "expirationTime with an offset", "TimeNotation", { expirationTime: "2026-11-21T07:05:00-05:00" }),
    good("expiration-offset-smaller-clock", "An end that is ahead, in a time zone where the clock shows less", "TimeNotation", { expirationTime: "2026-11-21T04:05:00-08:00" }),
    good("not-before-offset", "A beginning that is over, in a time zone where the clock shows more", "TimeNotation", { notBefore: "2026-11-21T21:00:30+09:00" }),
  ];
};

/** What is no time satisfies no rule on times. */
export const unreadableTimes = (plain: DraftTest, signed: Signed): readonly DraftTest[] => {
  const reason = "What is no time satisfies no rule on times.";
  return editsAt(plain, "/proof").refused([
    ["issued-word", "A word for issuedAt", "TimeUnreadable", signed({ issuedAt: "now" }), reason],
    ["issued-word-no-expiration", "A word for issuedAt, and no end", "TimeUnreadable", signed({ issuedAt: "now", expirationTime: undefined }), reason],
    ["issued-empty", "An empty issuedAt", "TimeUnreadable", signed({ issuedAt: "" }), reason],
    ["issued-month-13", "A month that does not exist", "TimeUnreadable", signed({ issuedAt: "2026-13-21T12:00:00.000Z" }), reason],
    ["issued-unix-seconds", "Unix seconds for issuedAt", "TimeUnreadable", signed({ issuedAt: "1795262400" }), "Unix seconds are no ISO 8601 time."],
    ["issued-unix-milliseconds", "Unix milliseconds for issuedAt", "TimeUnreadable", signed({ issuedAt: "1795262400000" }), "Unix milliseconds are no ISO 8601 time."],
    ["expiration-word", "A word for expirationTime", "TimeUnreadable", signed({ expirationTime: "never" }), reason],
    ["expiration-infinity", "Infinity for expirationTime", "TimeUnreadable", signed({ expirationTime: "Infinity" }), reason],
    ["expiration-hour-99", "An hour that does not exist", "TimeUnreadable", signed({ expirationTime: "2026-11-21T99:99:99Z" }), reason],
    ["not-before-word", "A word for notBefore", "TimeUnreadable", signed({ notBefore: "always" }), reason],
    ["not-before-nan", "NaN for notBefore", "TimeUnreadable", signed({ notBefore: "NaN" }), reason],
  ]);
};

/** Edges and notations that are left open. */
export const openTimes = (plain: DraftTest, signed: Signed): readonly DraftTest[] => [
  ...editsAt(plain, "/now").open([
    ["now-expires", "At the moment of its end", "TimeEdge", "2026-11-21T12:05:00.000Z", "Whether the end itself is over, nobody comes to harm."],
    ["now-second-after-end", "A second after its end", "TimeEdge", "2026-11-21T12:05:01.000Z", "The proof has expired; clocks differ by a second, and some servers grant that."],
    ["now-second-before-issue", "A second before it was issued", "TimeEdge", "2026-11-21T11:59:59.000Z", "It was issued in the future; clocks differ by a second, and some servers grant that."],
  ]),
  ...editsAt(plain, "/proof").open([
    ["age-exact", "Issued exactly as long ago as the limit is", "TimeEdge", signed({ issuedAt: "2026-11-21T11:56:00.000Z" }), "The limit itself is on the edge."],
    ["age-second-over", "Issued a second longer ago than the limit is", "TimeEdge", signed({ issuedAt: "2026-11-21T11:55:59.000Z" }), "It is too old; clocks differ by a second, and some servers grant that."],
    ["not-before-now", "Good from now", "TimeEdge", signed({ notBefore: "2026-11-21T12:01:00.000Z" }), "Whether now is over, nobody comes to harm."],
    ["issued-lower-case", "t and z in lower case", "TimeNotation", signed({ issuedAt: "2026-11-21t12:00:00.000z" }), "RFC 3339 allows it and lets applications narrow it."],
    ["issued-space", "A space instead of T", "TimeNotation", signed({ issuedAt: "2026-11-21 12:00:00Z" }), "RFC 3339 allows it for the reader's sake, ISO 8601 does not have it."],
    ["issued-no-zone", "No time zone", "TimeNotation", signed({ issuedAt: "2026-11-21T12:00:00" }), "ISO 8601 calls it local time, RFC 3339 does not have it."],
    ["issued-basic-format", "The format without hyphens and colons", "TimeNotation", signed({ issuedAt: "20261121T120000Z" }), "ISO 8601 has it, RFC 3339 does not."],
    ["issued-http-date", "The date of HTTP", "TimeNotation", signed({ issuedAt: "Sat, 21 Nov 2026 12:00:00 GMT" }), "It is no ISO 8601 time, but some libraries read it and get the right moment."],
    ["not-before-day-30-february", "A day that does not exist in a month that does", "TimeUnreadable", signed({ notBefore: "2026-02-30T12:00:00Z" }), "Some libraries take it for the second of March."],
    ["expiration-empty", "An empty end", "EmptyOptional", signed({ expirationTime: "" }), "Some read an empty member as none, and leave its line out."],
  ]),
];
