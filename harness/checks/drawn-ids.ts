import { isCalledCard, wordsOf } from "../privacy/quantities.ts";

/**
 * Where whoever writes a message puts an id that it made up: one of ten that are nothing but digits passes the Luhn test, and
 * some of these begin like a card's number. A check accuses nobody of such a one.
 */

/** Fields about an exchange and not about what is said in it: ids of requests are runs of digits as often as not. */
const ASIDE = /request|correlation|trace|span|etag|cookie|cf-ray/i;

/** @param name of a header field */
export const isAside = (name: string): boolean => ASIDE.test(name);

const KINDS = "request|correlation|trace|span|transaction|tx|txn|payment|settlement|authorization|intent|charge|refund|capture|hold|order|invoice|session|receipt|reference|ref|merchant|customer|event|batch|sequence|serial|idempotency";
/** Names that are an id's: by their last word, or by a number that is said to be of something else than a card. */
const ID_NAME = new RegExp(String.raw`(?:^|_)(?:(?:${KINDS})s?|id|ids|uuid|identifier|key|seq|cursor|digest|hash|etag|arn|rrn|stan)$|(?:^|_)(?:${KINDS})_?(?:no|nr|num|number|id|key|code)$|(?:request|trace|span|transaction|payment|order|merchant|reference)id$`);
/** The member a value belongs to, and what stands before the digits in it, such as the prefix of an id. */
const MEMBER = /(?:^|[^\w-])([\w-]{1,64})\\*["']?\s{0,8}[:=]\s{0,8}\\*["']?[\w-]{0,32}$/;
const PROSE = new RegExp(String.raw`(?:\b|\\n)(?:${KINDS}|id)(?: ?(?:no|nr|number|id)\b\.?)?[\s:=#("'\`]{1,6}[\w-]{0,32}$`, "i");
/** A resource's, in a path. */
const PATH = /\/[a-z][a-z_-]{2,40}\/[A-Za-z_-]{0,16}$/;

/** Whether digits stand where ids stand. What is called a card's number is none: a card's id and its reference are. */
export function isDrawnId({ text, start }: { readonly text: string; readonly start: number }): boolean {
  const near = text.slice(Math.max(0, start - 130), start);
  const [, name] = MEMBER.exec(near) ?? [];
  if (name !== undefined && ID_NAME.test(wordsOf(name))) return true;
  return !isCalledCard({ text, start }) && (PROSE.test(near) || PATH.test(near));
}
