import { isInHex, isIssued, passesLuhn } from "../../simulators/rails/card-data.ts";

/**
 * Card numbers in what a run writes down. A trace is full of digits that are none, and evidence must not be damaged: of
 * all runs of 16 digits a tenth pass the Luhn test. So a number counts that passes it, has the length and beginning of
 * one that card networks give out (no Unix time does, in whatever unit), and does not stand where quantities or hex stand.
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
}

const SEPARATOR = String.raw`(?:[ \-+._\u00a0]|%20)`;
/** Whole runs, and groups as cards are embossed: 4-4-4-4(-3) and 4-6-4 or 4-6-5. */
const CANDIDATE = new RegExp(String.raw`(?<!\d)(?:\d{13,19}|\d{4}(${SEPARATOR})\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}(${SEPARATOR})\d{6}\2\d{4,5})(?!\d)`, "g");

export function findCardNumbers(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const digits = match[0].replaceAll("%20", "").replaceAll(/\D/g, "");
    const span = { text, start: match.index, end: match.index + match[0].length };
    if (!isIssued(digits) || !passesLuhn(digits) || isInHex(span) || isInGroups(span, match[0]) || isQuantity(span)) continue;
    found.push({ kind: "card", index: match.index, length: match[0].length, shown: `${digits.slice(0, 6)}${"*".repeat(digits.length - 10)}${digits.slice(-4)}`, digits });
  }
  return found;
}

interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Groups that go on beyond it, such as those of a UUID. */
function isInGroups({ text, start, end }: Span, found: string): boolean {
  return found.includes("-") && /[\w-]/.test(`${text[start - 1] ?? ""}${text[end] ?? ""}`);
}

/** Members whose value is a quantity. */
const QUANTITIES = /(?:chain_?id|balances?|nonces?|fees?|lamports|wei|prices?|totals?|supply|allowances?|salts?|gas\w*|\w*amount\w*|\w*balance|\w*fee|\w*nonce|\w*price|\w*wei|valid\w+|deadline|\w*time\w*|\w*slot|\w*block\w*)/i.source;
const MEMBER = new RegExp(String.raw`(?:^|[^\w])(?:${QUANTITIES})\\*["']?\s*[:=]\s*\\*["']?$`, "i");
/** `value` is a quantity in what moves money, and may be anything elsewhere. */
const VALUE = /(?:^|[^\w])value\\*["']?\s*[:=]\s*\\*["']?$/i;
const MOVES_MONEY = /\\*"(?:from|to|nonce|validAfter|chainId|gas)\\*"/;
/** The greatest id that a chain may have is a number that a card could have. */
const CHAIN = /(?:\beip155:|(?:\b|\\n)chain(?: id)?[ :=-]{1,2})$/i;
const PROSE = /(?:\b|\\n)(?:amounts?|balances?(?: \w+)?|transfers? of|nonces?|fees?(?: of)?|lamports|wei|totals?(?: of)?)[\s:=("'`]*(?:is |of |was )?["'`]?$/i;
const UNITS = /^["'`]?\s?(?:wei|gwei|lamports|atomic|units?|micro|gas)\b/i;

function isQuantity({ text, start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 300), start);
  const near = before.slice(-48);
  // The places behind a decimal point.
  if (/(?:^|[^\w.])\d+\.$/.test(near)) return true;
  if (CHAIN.test(near) || MEMBER.test(near) || PROSE.test(near) || UNITS.test(text.slice(end, end + 16))) return true;
  return VALUE.test(near) && MOVES_MONEY.test(`${before}${text.slice(end, end + 300)}`);
}
