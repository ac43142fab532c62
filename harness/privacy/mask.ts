import { isUtf8 } from "node:buffer";
import { findCardNumbers, type FoundNumber } from "./card-numbers.ts";
import { findIbans } from "./ibans.ts";
import { findTestCards } from "./test-cards.ts";
import { isSecurityCode, maskSecurityCodes } from "./security-codes.ts";

/**
 * Numbers of cards and bank accounts do not leave the suite: texts on payments with them forbid to write them down, and
 * reports are published. A recording keeps them, since checks have to see that they were there; whatever is written or
 * printed goes through here. In place of a number stands that there was one, and as much of it as may be shown.
 */
export function maskText(text: string): string {
  let before = text;
  // What stood in a run with a number that is masked now may be one of its own.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const after = masked({ text: before, depth: 0 });
    if (after === before) break;
    before = after;
  }
  return before;
}

/** Masks every text of a value, names of members included. Texts without a number stay as they are. */
export function maskDeep<Value>(value: Value): Value {
  return deep(value) as Value;
}

/** Cards and accounts in a text, also where it is escaped or in base64, but for those that are masked on suspicion. In the order of the text. */
export function findNumbers(text: string): readonly FoundNumber[] {
  return found({ text, depth: 0 }).filter(({ doubtful }) => doubtful !== true);
}

/** A text as it stands and as whoever decodes escapes and base64 in it would read it. */
export function readingsOf(text: string): readonly string[] {
  return readings({ text, depth: 0 });
}

function readings({ text, depth }: Place): readonly string[] {
  if (!WORTH_A_LOOK.test(text)) return [text];
  const inner = depth >= MAX_DEPTH ? [] : [...text.matchAll(BASE64)].flatMap((match) => decoded(match[0]).flatMap((one) => readings({ text: one, depth: depth + 1 })));
  return [text, ...(ESCAPE.test(text) ? [unescaped(text)] : []), ...inner];
}

/** How deep base64 in base64 is looked into. */
const MAX_DEPTH = 3;
/** More than texts need that are not made to need more. */
const MAX_ROUNDS = 8;
/** What thirteen digits come to, and more. */
const BASE64 = /[A-Za-z0-9+/_-]{18,}={0,2}/g;
/** Runs in which digits may be written as escapes of URLs or of JSON. Without a tail to look for, so that it stays linear. */
const ESCAPED = /(?:\d|%3\d|\\u003\d|%20|[ -])+/g;
const ESCAPE = /%3\d|\\u003\d/;
/** Without any of these there is no number in a text. */
const WORTH_A_LOOK = /\d{8}|\d{4}[^\d]{1,3}\d{4}|[A-Za-z]{2}\d\d[ -]?[A-Za-z0-9]{2}|[A-Za-z0-9+/_-]{18}|%3\d|\\u003\d|(?:\d{1,6}[^\dA-Za-z]{1,8}){3}|\d[^\dA-Za-z]{1,40}\d{4}|\d(?:%|&nbsp;|\\)|[Cc](?:[VvSs][Vv]?[Cc]|[Vv][Vv])|[Ss]ecurity|[Cc]ard_?(?:[Cc]ode|[Vv]er)/;

interface Place {
  readonly text: string;
  readonly depth: number;
}

function plain(text: string): readonly FoundNumber[] {
  const cards = findCardNumbers(text);
  const accounts = findIbans(text).filter((account) => !cards.some((card) => overlap(card, account)));
  return accounts.length === 0 ? cards : [...cards, ...accounts].toSorted((left, right) => left.index - right.index);
}

const overlap = (one: FoundNumber, other: FoundNumber): boolean => one.index < other.index + other.length && other.index < one.index + one.length;

function found({ text, depth }: Place): readonly FoundNumber[] {
  if (!WORTH_A_LOOK.test(text)) return [];
  const inner = depth >= MAX_DEPTH ? [] : [...text.matchAll(BASE64)].flatMap((match) => at(match, decodings(match[0]).flatMap((one) => found({ text: one, depth: depth + 1 }))));
  const escaped = [...text.matchAll(ESCAPED)].flatMap((match) => (ESCAPE.test(match[0]) ? at(match, plain(unescaped(match[0]))) : []));
  return [...plain(text), ...escaped, ...inner];
}

/** A number that stands in a part of the text in another form: where that part is. */
function at(match: RegExpExecArray, numbers: readonly FoundNumber[]): readonly FoundNumber[] {
  return numbers.map((number) => ({ ...number, index: match.index, length: match[0].length }));
}

function masked({ text, depth }: Place): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  const readable = ESCAPE.test(text) ? text.replaceAll(ESCAPED, (part) => (ESCAPE.test(part) && plain(unescaped(part)).length > 0 ? replaced(unescaped(part)) : part)) : text;
  const open = replaced(readable);
  return depth >= MAX_DEPTH ? open : open.replaceAll(BASE64, (part) => maskedBase64({ part, depth }));
}

/** Accounts after cards: one that stood in a word with a card stands alone then. */
function replaced(text: string): string {
  const withoutCards = maskSecurityCodes(replacedIn({ text, numbers: findCardNumbers(text) }));
  return replacedIn({ text: withoutCards, numbers: findIbans(withoutCards) });
}

function replacedIn({ text, numbers }: { readonly text: string; readonly numbers: readonly FoundNumber[] }): string {
  let result = "";
  let from = 0;
  for (const { kind, index, length, shown } of numbers) {
    result += `${text.slice(from, index)}${label(kind, shown)}`;
    from = index + length;
  }
  return from === 0 ? text : result + text.slice(from);
}

const label = (kind: FoundNumber["kind"], shown: string): string => `[${kind === "card" ? "card number" : "IBAN"} ${shown}]`;

/** Encoded anew where that can be done, so that a header still decodes to what it said. */
function maskedBase64({ part, depth }: { readonly part: string; readonly depth: number }): string {
  const bytes = Buffer.from(part, "base64");
  if (isUtf8(bytes)) {
    const text = bytes.toString("utf8");
    const shown = masked({ text, depth: depth + 1 });
    if (shown !== text) return Buffer.from(shown, "utf8").toString(/[-_]/.test(part) ? "base64url" : "base64");
  }
  const numbers = decodings(part).flatMap((one) => found({ text: one, depth: depth + 1 }));
  const [first] = numbers;
  return first === undefined ? part : `[base64 of ${label(first.kind, first.shown).slice(1, -1)}]`;
}

/** As bytes, from each of the four places at which it can begin: what stands before it may be of the alphabet too. */
function decoded(part: string): readonly string[] {
  return [0, 1, 2, 3].map((offset) => Buffer.from(part.slice(offset), "base64").toString("latin1"));
}

const decodings = (part: string): readonly string[] => decoded(part).filter((text) => WORTH_A_LOOK.test(text));

function unescaped(part: string): string {
  return part.replaceAll(/%20/g, " ").replaceAll(/(?:%3|\\u003)(\d)/g, "$1");
}

function deep(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return isDivided(value) ? value.map(() => "[part of a card number]") : value.map(deep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [maskText(name), isSecurityCode({ name, value: member }) ? "***" : deep(member)]));
}

/** The number of a test card with its digits in several elements of a list. */
function isDivided(list: readonly unknown[]): boolean {
  return list.length > 1 && list.length <= 64 && list.every((one) => (typeof one === "string" || typeof one === "number") && /^\d{1,12}$/.test(String(one))) && findTestCards(list.join(" ")).length > 0;
}
