import { isInHex, isIssued, passesLuhn } from "../../simulators/rails/card-data.ts";
import { TEST_CARDS } from "../../simulators/rails/test-cards.ts";
import { isCalledCard, isFraction, isQuantity, type Span } from "./quantities.ts";
import { findTestCards } from "./test-cards.ts";

/**
 * Card numbers in what a run writes down. A trace is full of digits that are none, and evidence must not be damaged: of
 * all runs of 16 digits a tenth pass the Luhn test. So the numbers of test cards count wherever they stand, and others where
 * they pass it, have the length and beginning of one that card networks give out (no Unix time does, in whatever unit), and
 * do not stand where quantities or hex stand.
 */

export interface FoundNumber {
  readonly kind: "card" | "iban";
  /** Index of its first character. */
  readonly index: number;
  /** Characters, separators included. */
  readonly length: number;
  /** As it may be shown: of a card the first six digits and the last four, of an IBAN the country and the last four. */
  readonly shown: string;
  /** The number itself, separators left out. Never to be kept. */
  readonly digits: string;
  /** Masked, since masking accuses nobody, and too doubtful for a check. */
  readonly doubtful?: boolean;
}

/** As cards are embossed and written. */
const SEPARATOR = String.raw`(?:[ \-+._\u00a0]|%20)`;
/** As software writes them by mistake. */
const ODD_SEPARATOR = String.raw`(?: {2}|[\t\n/,\u2009\u200b\u202f\u2010-\u2015\u2212]|\r\n|, |\\+[nt]|%2[bdf])`;
/** Whole runs, and groups: 4-4-4-4(-3), 4-6-4 or 4-6-5, and two halves. */
const CANDIDATE = new RegExp(
  String.raw`(?<!\d)(?:\d{13,19}|\d{4}(${SEPARATOR}|${ODD_SEPARATOR})\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}(${SEPARATOR}|${ODD_SEPARATOR})\d{6}\2\d{4,5}|(?:\d{8}[ -]\d{8}|\d{6}[ -]\d{10}))(?!\d)`,
  "gi",
);
const HALVES = /^\d{6,8}[ -]\d{8,10}$/;
const EMBOSSED = new RegExp(`^\\d+(?:${SEPARATOR}\\d+)*$`);
const SEPARATORS = new RegExp(`${SEPARATOR}|${ODD_SEPARATOR}`, "gi");

/** In the order of the text; none overlaps another. */
export function findCardNumbers(text: string): readonly FoundNumber[] {
  const certain = findTestCards(text).map((one): FoundNumber => ({ kind: "card", shown: shownOf(one.digits), ...one }));
  const found: FoundNumber[] = [];
  let next = 0;
  let end = 0;
  const take = (number: FoundNumber): void => {
    if (number.index < end) return;
    found.push(number);
    end = number.index + number.length;
  };
  for (const number of inForm(text)) {
    for (let one = certain[next]; one !== undefined && one.index < number.index + number.length; one = certain[(next += 1)]) take(one);
    take(number);
  }
  for (const one of certain.slice(next)) take(one);
  return found;
}

/** What has the form of a card's number, and stands where one may stand. */
function inForm(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const digits = match[0].replaceAll(SEPARATORS, "");
    const span = { text, start: match.index, end: match.index + match[0].length };
    if (!(isIssued(digits) || TEST_CARDS.has(digits)) || !passesLuhn(digits) || isFraction(span) || isInHex(span) || isInUuid(span, match[0])) continue;
    if (!TEST_CARDS.has(digits) && isQuantity(span)) continue;
    const separator = match[1] ?? match[2] ?? "";
    const odd = !EMBOSSED.test(match[0]);
    if ((odd && goesOn(span, separator)) || (HALVES.test(match[0]) && !isCalledCard(span))) continue;
    found.push({ kind: "card", index: match.index, length: match[0].length, shown: shownOf(digits), digits, ...(odd || isInGroups(span, match[0]) ? { doubtful: true } : {}) });
  }
  return found;
}

const shownOf = (digits: string): string => `${digits.slice(0, 6)}${"*".repeat(digits.length - 10)}${digits.slice(-4)}`;

/** Groups that go on beyond it. */
function isInGroups({ text, start, end }: Span, found: string): boolean {
  return found.includes("-") && /[\w-]/.test(`${text[start - 1] ?? ""}${text[end] ?? ""}`);
}

/** Those of a UUID are hex, each of them. */
function isInUuid({ text, start, end }: Span, found: string): boolean {
  if (!found.includes("-")) return false;
  return /(?:^|[^A-Za-z0-9])[0-9a-f]{1,12}-?$/i.test(text.slice(Math.max(0, start - 14), start)) || /^-?[0-9a-f]{1,12}(?![A-Za-z0-9])/i.test(text.slice(end, end + 14));
}

/** A list of numbers: one more stands before it or behind it. */
function goesOn({ text, start, end }: Span, separator: string): boolean {
  const behind = text.slice(end, end + separator.length + 1);
  const before = text.slice(Math.max(0, start - separator.length - 1), start);
  return (behind.startsWith(separator) && /\d$/.test(behind)) || (before.endsWith(separator) && /^\d/.test(before));
}
