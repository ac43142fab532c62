import { TEST_CARDS } from "../../simulators/rails/test-cards.ts";

/**
 * Numbers of test cards in a text, in whatever groups: the digits that nothing but separators divides are read as one run.
 * Linear in the text.
 */

export interface FoundTestCard {
  readonly index: number;
  /** Characters up to where its last run of digits ends: what is glued to a number may be its expiry and its security code. */
  readonly length: number;
  readonly digits: string;
}

/** In clear, in escapes of URLs and of JSON, and between the elements of a list. */
const SEPARATORS = String.raw`(?:[\s\-+._/,;:|'"\u00a0\u00ad\u2000-\u2015\u2028-\u202f\u2060\u2212\ufeff]|%(?:20|2[bcdef]|0[9ad]|c2|a0|e2|[89][\da-f])|\\+(?:u00(?:a0|20|2d)|[nrt"])|&nbsp;){1,40}`;
const SEQUENCE = new RegExp(String.raw`\d+(?:${SEPARATORS}\d+)*`, "gi");
/** Short ones, and those with many zeros, are what quantities and bytes come to as well: they are looked for as a card has them only. */
const DISTINCT = [...TEST_CARDS].filter((digits) => digits.length > 13 && !/0{6}/.test(digits));
const DISTINCT_NUMBER = new RegExp(DISTINCT.join("|"), "g");
/** A number, its expiry in up to six digits, and its security code. */
const MAX_RUN = 26;
/** Words of hex that are longer are addresses, hashes and signatures. */
const MAX_HEX = 36;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

export function findTestCards(text: string): readonly FoundTestCard[] {
  return [...text.matchAll(SEQUENCE)].flatMap(({ 0: sequence, index }) => (sequence.length < 13 ? [] : inSequence({ text, sequence, start: index })));
}

interface Run {
  /** Index of its first digit among all digits of the sequence, and in the text. */
  readonly place: number;
  readonly index: number;
  readonly length: number;
}

function inSequence({ text, sequence, start }: { readonly text: string; readonly sequence: string; readonly start: number }): readonly FoundTestCard[] {
  const runs: Run[] = [];
  let digits = "";
  // As groups of the separators' own pattern: "%20" is a blank, and no twenty.
  for (const part of sequence.matchAll(PARTS)) {
    if (part[1] === undefined) continue;
    runs.push({ place: digits.length, index: start + part.index, length: part[1].length });
    digits += part[1];
  }
  let at = 0;
  return [...digits.matchAll(DISTINCT_NUMBER)].flatMap(({ 0: number, index: place }) => {
    while ((runs[at + 1]?.place ?? Infinity) <= place) at += 1;
    const first = runs[at];
    let until = at;
    while ((runs[until + 1]?.place ?? Infinity) < place + number.length) until += 1;
    const last = runs[until];
    if (first === undefined || last === undefined || first.length > MAX_RUN || last.length > MAX_RUN) return [];
    const found = { index: first.index, length: last.index + last.length - first.index, digits: number };
    return isInDrawn({ text, start: found.index, end: found.index + found.length, whole: first === last }) ? [] : [found];
  });
}

const PARTS = new RegExp(String.raw`${SEPARATORS}|(\d+)`, "gi");

/** In a UUID or in a long word of hex, such as those that are made up of one digit or two. */
function isInDrawn({ text, start, end, whole }: { readonly text: string; readonly start: number; readonly end: number; readonly whole: boolean }): boolean {
  const [before = ""] = /[0-9a-zA-Z]*$/.exec(text.slice(Math.max(0, start - 64), start)) ?? [];
  const [after = ""] = /^[0-9a-zA-Z]*/.exec(text.slice(end, end + 64)) ?? [];
  if (whole && before.length + end - start + after.length > MAX_HEX && /^(?:0x)?[0-9a-f]*$/i.test(`${before}${after}`)) return true;
  const from = Math.max(0, start - 40);
  return [...text.slice(from, end + 40).matchAll(UUID)].some(({ 0: uuid, index }) => from + index < end && start < from + index + uuid.length);
}
