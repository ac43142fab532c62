/** Where digits stand for how much, when or which block: no card's number is meant there. */

/** Words of which one is enough for a member's name to be a quantity's. */
const QUANTITIES = new Set("amount amounts balance balances fee fees nonce nonces price prices wei gwei lamports total totals supply allowance allowances salt salts deadline slot slots gas block blocks timestamp timestamps lamport chainid".split(" "));
/** The same in names that are written without a border between the words. */
const RUN_ON = /amount|balance|nonce|price|timestamp|block_?(?:number|height|hash|time)|valid_?(?:after|before|until|from|to)|chain_?id|(?:total|network|base|priority|gas|max)fees?|datetime/;
/** A name that ends so, but for what is used once. */
const TIME = /(?:^|_)(?<!one_)times?(?:_?(?:ms|us|ns|seconds|millis|micros|nanos|utc))?$/;
/** Whatever else such a name says, its value is a card's number. */
const CARD = /(?:^|_)(?:cards?|[a-z]{0,12}(?<!dis)card|pans?|(?:valid|blocked|full|raw|masked|test|card)pan|card_?(?:no|nr|num|number))(?:_|$)/;

/** The words of a name, in small letters and with underscores between them. */
export function wordsOf(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll("-", "_").toLowerCase();
}

export const isCardName = (name: string): boolean => CARD.test(wordsOf(name));

function isQuantityName(name: string): boolean {
  const words = wordsOf(name);
  return !CARD.test(words) && (RUN_ON.test(words) || TIME.test(words) || words.split("_").some((word) => QUANTITIES.has(word)));
}

/** The name of the member whose value begins at the end of a text, with what stands before the digits in the value. */
export const MEMBER = /(?:^|[^\w-])([\w-]{1,64})\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?$/;
/** `value` is a quantity in what moves money, and may be anything elsewhere. */
const VALUE = /(?:^|[^\w])value\\*["']?\s*[:=]\s*\\*["']?$/i;
const MOVES_MONEY = /\\*"(?:from|to|nonce|validAfter|chainId|gas)\\*"/;
/** The greatest id that a chain may have is a number that a card could have. */
const CHAIN = /(?:\beip155:|(?:\b|\\n)chain(?: id)?[ :=-]{1,2})$/i;
const PROSE = /(?:\b|\\n)(?:amounts?|balances?(?: \w+)?|transfers? of|nonces?|fees?(?: of)?|lamports|wei|totals?(?: of)?)[\s:=("'`]*(?:is |of |was )?["'`]?$/i;
const UNITS = /^["'`]?\s?(?:wei|gwei|lamports|atomic|units?|micro|gas)\b/i;
/** A number that is called a card's, whatever comes behind it. */
const CARD_PROSE = /(?:\b|\\n)(?:cards?|pan)(?: ?(?:no|nr|num|number)\b\.?)?[\s:=#("'`]{0,6}$/i;

export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The places behind a decimal point. */
export const isFraction = ({ text, start }: Span): boolean => /(?:^|[^\w.])\d+\.$/.test(text.slice(Math.max(0, start - 48), start));

export function isQuantity({ text, start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 300), start);
  const near = before.slice(-100);
  const [, name] = MEMBER.exec(near) ?? [];
  if (CHAIN.test(near) || (name !== undefined && isQuantityName(name)) || PROSE.test(near)) return true;
  if (UNITS.test(text.slice(end, end + 16)) && !CARD_PROSE.test(near)) return true;
  return VALUE.test(near) && MOVES_MONEY.test(`${before}${text.slice(end, end + 300)}`);
}

/** Whether a number is called a card's in the words or the name before it. */
export function isCalledCard({ text, start }: Pick<Span, "text" | "start">): boolean {
  const near = text.slice(Math.max(0, start - 100), start);
  return CARD_PROSE.test(near) || isCardName(MEMBER.exec(near)?.[1] ?? "");
}
