import { bankFloat, merchantAvailable, merchantOutgoing, merchantPending, outside, payerAccount } from "../accounts.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../clock.ts";
import { RailError } from "../errors.ts";
import { merchantBalance } from "../merchant-balance.ts";
import type { DebitBook } from "./book.ts";
import { isBeforeSettlement } from "./submit.ts";
import type { Bounce, DebitAccount, DebitPayment } from "./types.ts";

/** The day of settlement: all debits of the batch that were not sent back before. */
export function settleBatch(book: DebitBook, batch: string): void {
  for (const id of book.batch(batch)?.payments ?? []) {
    const payment = book.find(id);
    if (payment?.state === "originated") settle(book, payment);
  }
}

function settle(book: DebitBook, payment: DebitPayment): void {
  const { ledger, clock, scheme } = book;
  const { id, payer, currency, amount, plan, timeline } = payment;
  const account = book.account(payment.account);
  const at = clock.now(timeline);
  const short = amount - ledger.balance({ ...payerAccount(payer), currency });
  const planned = account.behaviour.kind === "bounce" && !isBeforeSettlement(account.behaviour.bounce) ? account.behaviour.bounce : undefined;
  const undebited = planned !== undefined && !scheme.rule(planned).debited;
  const debited = !undebited && (short <= 0n || account.backed);
  if (debited && short > 0n) ledger.transfer({ at, kind: "funding", payment: id, from: outside, to: payerAccount(payer), currency, amount: short });
  // The banks settle in any case; a bank that could not debit its customer sends the debit back.
  ledger.transfer({ at, kind: `${scheme.id}.settle`, payment: id, from: debited ? payerAccount(payer) : bankFloat(scheme.id), to: merchantPending(payment), currency, amount });
  clock.schedule({ timeline, at: Math.max(plan.clearsAt, at), task: { kind: `${scheme.id}.clear`, subject: id } });
  const coming = debited || undebited ? planned : scheme.insufficientFunds;
  if (coming !== undefined) clock.schedule({ timeline, at: arrival({ book, bounce: coming, account, payment }), task: { kind: `${scheme.id}.bounce`, subject: id } });
  book.put({ ...payment, state: "settled", debited, coming: coming ?? null }, "settled");
}

function arrival(options: { book: DebitBook; bounce: Bounce; account: DebitAccount; payment: DebitPayment }): number {
  const { book, bounce, account, payment } = options;
  const rule = book.scheme.rule(bounce);
  const after = account.behaviour.kind === "bounce" ? account.behaviour.after : undefined;
  if (after === undefined) return rule.arrivesAt(payment.plan);
  const { milliseconds = 0, seconds = 0, minutes = 0, hours = 0, days = 0 } = after;
  const at = payment.plan.settlesAt + milliseconds + seconds * SECOND + minutes * MINUTE + hours * HOUR + days * DAY;
  return Math.min(at, rule.lastMoment(payment.plan) ?? at);
}

/** What the account's behaviour, or its lack of money, has sent on its way. */
export function bounceAsPlanned(book: DebitBook, id: string): void {
  const payment = book.find(id);
  if (payment === undefined || payment.coming === null || payment.refunds.length > 0) return;
  if (payment.state === (isBeforeSettlement(payment.coming) ? "originated" : "settled")) sendBack(book, { id, ...payment.coming });
}

/**
 * The payer's bank sends a debit back.
 *
 * @throws RailError `code_not_allowed`, `state_not_allowed` or, when it comes too late, `window_over`
 */
export function sendBack(book: DebitBook, options: Bounce & { id: string }): DebitPayment {
  const { id, type, code } = options;
  const rule = book.scheme.rule({ type, code });
  const early = isBeforeSettlement({ type });
  const payment = book.expect({ id, states: [early ? "originated" : "settled"], to: `a ${type}` });
  const at = book.clock.now(payment.timeline);
  if (early) return book.put({ ...payment, state: "rejected", bounce: { type, code, at } }, "rejected");
  if (payment.refunds.length > 0) throw new RailError("state_not_allowed", `Payment ${id} was refunded by the merchant: a ${type} would give the money back twice.`);
  const last = rule.lastMoment(payment.plan);
  if (last !== null && at > last) throw new RailError("window_over", `A ${type} as ${code} was possible until ${new Date(last).toISOString()}; it is ${new Date(at).toISOString()}.`);
  const to = payment.debited ? payerAccount(payment.payer) : bankFloat(book.scheme.id);
  book.ledger.transfer({ at, kind: `${book.scheme.id}.${type}`, payment: id, from: merchantAvailable(payment), to, currency: payment.currency, amount: payment.amount });
  return book.put({ ...payment, state: "returned", bounce: { type, code, at } }, "returned");
}

/** The merchant can have the money. What came back before was taken from the merchant's other money, which this evens out. */
export function clearDebit(book: DebitBook, id: string): void {
  const payment = book.find(id);
  if (payment === undefined) return;
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind: `${book.scheme.id}.clear`, payment: id, from: merchantPending(payment), to: merchantAvailable(payment), currency: payment.currency, amount: payment.amount });
}

/** What the merchant can still give back. */
export function refundableDebit(payment: DebitPayment): bigint {
  return payment.state === "settled" ? payment.amount - payment.refunds.reduce((sum, { amount }) => sum + amount, 0n) : 0n;
}

/** The merchant gives money back; it arrives with a later settlement. */
export function refundDebit(book: DebitBook, options: { id: string; refund: string; amount: bigint }): DebitPayment {
  const { amount } = options;
  const payment = book.expect({ id: options.id, states: ["settled"], to: "a refund by the merchant" });
  if (!payment.debited) throw new RailError("state_not_allowed", `Payment ${payment.id} is about to come back from the payer's bank.`);
  if (amount <= 0n) throw new RailError("amount_not_positive", `A refund is for more than 0 minor units; found ${amount}.`);
  if (amount > refundableDebit(payment)) throw new RailError("amount_above_refundable", `Of payment ${payment.id} ${refundableDebit(payment)} can go back; found ${amount}.`);
  if (amount > merchantBalance({ ledger: book.ledger, payment })) throw new RailError("limit_exceeded", `Merchant ${payment.merchant} has too little for a refund of ${amount}.`);
  const at = book.clock.now(payment.timeline);
  book.ledger.transfer({ at, kind: `${book.scheme.id}.refund`, payment: payment.id, from: merchantAvailable(payment), to: merchantOutgoing(payment), currency: payment.currency, amount });
  book.clock.schedule({ timeline: payment.timeline, at: book.scheme.refundArrivesAt(at), task: { kind: `${book.scheme.id}.refund.arrive`, subject: `${payment.id}/${options.refund}` } });
  return book.put({ ...payment, refunds: [...payment.refunds, { id: options.refund, amount, state: "pending" }] }, "refund-pending");
}

export function refundArrives(book: DebitBook, subject: string): void {
  const [id = "", refund = ""] = subject.split("/");
  const payment = book.find(id);
  const arriving = payment?.refunds.find((one) => one.id === refund && one.state === "pending");
  if (payment === undefined || arriving === undefined) return;
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind: `${book.scheme.id}.refund.arrive`, payment: id, from: merchantOutgoing(payment), to: payerAccount(payment.payer), currency: payment.currency, amount: arriving.amount });
  const refunds = payment.refunds.map((one) => (one.id === refund ? { ...one, state: "succeeded" as const } : one));
  const whole = refunds.every(({ state }) => state === "succeeded") && refunds.reduce((sum, { amount }) => sum + amount, 0n) === payment.amount;
  book.put({ ...payment, refunds, state: whole ? "refunded" : payment.state }, "refunded");
}
