/**
 * Card numbers in text. Nothing here keeps or shows a number that was found: who finds one tells where it
 * stood, and how many digits it had.
 */

export interface CardNumberFinding {
  /** Index of its first character. */
  readonly index: number;
  /** Characters, separators included. */
  readonly length: number;
  /** Digits, 13 to 19. */
  readonly digits: number;
}

/** Whole runs of digits, or groups of them as cards are embossed: 4-4-4-4(-3) and 4-6-5. */
const CANDIDATE = /(?<!\d)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{5})(?!\d)/g;
/** Ranges that card networks give out, for runs that stand inside a word: hex and base64 are full of digits. */
const ISSUED = /^(?:62\d{14}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12})$/;
/** Whether digits have the beginning and the length of a number that a card network gives out. */
export const isIssued = (digits: string): boolean => ISSUED.test(digits);

const WORD = /[A-Za-z0-9]/;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Whether digits stand in an address, a hash, a signature or the like: one SHA-256 in some thousands has a number in it that passes for a card's. */
export function isInHex({ text, start, end }: Span): boolean {
  const [before = ""] = /[A-Za-z0-9]*$/.exec(text.slice(Math.max(0, start - 256), start)) ?? [];
  const [after = ""] = /^[A-Za-z0-9]*/.exec(text.slice(end, end + 256)) ?? [];
  const word = `${before}${text.slice(start, end)}${after}`;
  return word.length > end - start && /^(?:0x)?[0-9a-f]*$/i.test(word) && (word.startsWith("0x") || word.length >= 20);
}

const isInUuid = ({ text, start, end }: Span): boolean => UUID.test(text.slice(Math.max(0, start - 9), end + 13));

/** Runs of 13 to 19 digits that pass the Luhn test, and stand in nothing that was drawn or digested. */
export function findCardNumbers(text: string): readonly CardNumberFinding[] {
  const found: CardNumberFinding[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const digits = match[0].replaceAll(/\D/g, "");
    const end = match.index + match[0].length;
    const inWord = WORD.test(text[match.index - 1] ?? "") || WORD.test(text[end] ?? "");
    const span = { text, start: match.index, end };
    if (!passesLuhn(digits) || (inWord && !isIssued(digits)) || isInHex(span) || isInUuid(span)) continue;
    found.push({ index: match.index, length: match[0].length, digits: digits.length });
  }
  return found;
}

/** The text with every card number replaced, so that it can be kept and shown. */
export function maskCardNumbers(text: string): string {
  let masked = "";
  let from = 0;
  for (const { index, length, digits } of findCardNumbers(text)) {
    masked += `${text.slice(from, index)}[card number of ${digits} digits]`;
    from = index + length;
  }
  return masked + text.slice(from);
}

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const value = place % 2 === 0 ? digit : 2 * digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
