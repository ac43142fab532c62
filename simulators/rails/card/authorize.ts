import { heldAccount, outside, payerAccount } from "../accounts.ts";
import { RailError } from "../errors.ts";
import { currencyOf } from "../ledger/currency.ts";
import { declineOf } from "./declines.ts";
import { CHALLENGE_WINDOW, NETWORK_RULES, RETRY_WINDOW } from "./network-rules.ts";
import type { CardBook } from "./payments.ts";
import type { Card, CardAttempt, CardDecline, CardPayment, IssuerAnswer } from "./types.ts";

export interface AuthorizeOptions {
  /** The same for further attempts at a declined payment. */
  readonly id: string;
  readonly card: string;
  readonly merchant: string;
  readonly psp: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly timeline: string;
  readonly indicator?: string | null;
  /** Whether the merchant takes a hold for less. Default: no, and then a partial approval is none. */
  readonly allowPart?: boolean;
  /** No cardholder is there to go through a challenge: an issuer that wants one declines. */
  readonly unattended?: boolean;
}

/** Asks the issuer for a hold. Declines are an outcome and no error: read the payment's state. */
export function authorize(book: CardBook, options: AuthorizeOptions): CardPayment {
  const known = book.find(options.id);
  if (known !== undefined && known.state !== "declined") throw new RailError("state_not_allowed", `Payment ${options.id} is ${known.state}: only a declined payment is tried again.`);
  if (currencyOf(options.currency) === undefined) throw new RailError("currency_not_supported", `Cards pay in currencies of ISO 4217; found ${options.currency}.`);
  if (options.amount <= 0n) throw new RailError("amount_not_positive", `A hold is for more than 0 minor units; found ${options.amount}.`);
  const card = book.card(options.card);
  const payment: CardPayment = {
    id: options.id,
    payer: card.owner,
    card: card.id,
    network: card.network,
    merchant: options.merchant,
    psp: options.psp,
    currency: options.currency,
    amount: options.amount,
    timeline: options.timeline,
    indicator: options.indicator ?? null,
    state: "declined",
    attempts: known?.attempts ?? [],
    held: 0n,
    authorized: 0n,
    captured: 0n,
    refunds: [],
    dispute: null,
    holdEndsAt: null,
    expiry: null,
    disputableUntil: null,
    cleared: false,
  };
  const { answers } = card.behaviour;
  const answer = answers[Math.min(payment.attempts.length, answers.length - 1)] ?? answers[0];
  if (answer.kind === "challenge" && options.unattended === true) return decline({ book, payment, reason: declineOf({ name: "authentication_required", network: card.network }) });
  return carryOut({ book, payment, card, answer, allowPart: options.allowPart ?? false });
}

/** The cardholder has gone through the issuer's challenge. */
export function authenticate(book: CardBook, options: { id: string; allowPart?: boolean }): CardPayment {
  const payment = book.expect({ id: options.id, states: ["challenged"], to: "an authentication" });
  if (payment.expiry !== null) book.clock.cancel(payment.expiry);
  const card = book.card(payment.card);
  const answer = card.behaviour.answers[Math.min(payment.attempts.length, card.behaviour.answers.length) - 1] ?? card.behaviour.answers[0];
  const passed = answer.kind === "challenge" && answer.cardholder === "authenticates";
  return passed ? carryOut({ book, payment, card, answer: { kind: "approve" }, allowPart: options.allowPart ?? false }) : decline({ book, payment, reason: declineOf({ name: "authentication_required", network: card.network }) });
}

/** Nobody goes through the challenge any more. Nothing was held. */
export function abandonChallenge(book: CardBook, id: string): void {
  const payment = book.find(id);
  if (payment?.state !== "challenged") return;
  if (payment.expiry !== null) book.clock.cancel(payment.expiry);
  decline({ book, payment, reason: declineOf({ name: "authentication_required", network: payment.network }) });
}

function carryOut(options: { book: CardBook; payment: CardPayment; card: Card; answer: IssuerAnswer; allowPart: boolean }): CardPayment {
  const { book, payment, card, answer } = options;
  if (answer.kind === "decline") return decline({ book, payment, reason: declineOf({ name: answer.name, network: card.network }) });
  const now = book.clock.now(payment.timeline);
  if (answer.kind === "challenge") {
    const expiry = book.clock.schedule({ timeline: payment.timeline, at: now + CHALLENGE_WINDOW, task: { kind: "card.challenge.abandon", subject: payment.id } });
    return book.put({ ...payment, state: "challenged", expiry, attempts: [...payment.attempts, attempt({ book, payment, outcome: "challenged" })] }, "challenged");
  }
  const held = answer.kind === "approve" ? payment.amount : (payment.amount * BigInt(answer.percent)) / 100n;
  const { currency } = payment;
  const short = held - book.ledger.balance({ ...payerAccount(card.owner), currency });
  const enough = held > 0n && (held === payment.amount || options.allowPart) && (short <= 0n || card.backed);
  if (!enough) return decline({ book, payment, reason: declineOf({ name: "insufficient_funds", network: card.network }) });
  if (short > 0n) book.ledger.transfer({ at: now, kind: "funding", payment: payment.id, from: outside, to: payerAccount(card.owner), currency, amount: short });
  book.ledger.transfer({ at: now, kind: "card.hold", payment: payment.id, from: payerAccount(card.owner), to: heldAccount(card.owner), currency, amount: held });
  const holdEndsAt = now + (card.behaviour.holdFor ?? NETWORK_RULES[card.network].holdFor);
  const expiry = book.clock.schedule({ timeline: payment.timeline, at: holdEndsAt, task: { kind: "card.hold.expire", subject: payment.id } });
  // An authentication belongs to the attempt that asked for it.
  const attempts = payment.state === "challenged" ? payment.attempts : [...payment.attempts, attempt({ book, payment, outcome: "approved" })];
  return book.put({ ...payment, state: "authorized", attempts, held, authorized: held, holdEndsAt, expiry }, "authorized");
}

function decline(options: { book: CardBook; payment: CardPayment; reason: CardDecline }): CardPayment {
  const { book, payment, reason } = options;
  const attempts = payment.state === "challenged" ? payment.attempts.slice(0, -1) : payment.attempts;
  return book.put({ ...payment, state: "declined", expiry: null, attempts: [...attempts, attempt({ book, payment: { ...payment, attempts }, outcome: "declined", reason })] }, "declined");
}

function attempt(options: { book: CardBook; payment: CardPayment; outcome: CardAttempt["outcome"]; reason?: CardDecline }): CardAttempt {
  const { book, payment } = options;
  const at = book.clock.now(payment.timeline);
  const recent = payment.attempts.filter((earlier) => earlier.at > at - RETRY_WINDOW).length;
  return { at, card: payment.card, outcome: options.outcome, decline: options.reason ?? null, excess: recent > NETWORK_RULES[payment.network].retries };
}
