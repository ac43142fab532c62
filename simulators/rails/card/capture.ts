import { bankFloat, heldAccount, merchantAvailable, merchantPending, payerAccount } from "../accounts.ts";
import { RailError } from "../errors.ts";
import { merchantBalance } from "../merchant-balance.ts";
import { CLEARING, CONFIRMATION, DISPUTE_DECISION, DISPUTE_WINDOW } from "./network-rules.ts";
import type { CardBook } from "./payments.ts";
import type { CardPayment } from "./types.ts";

/** What becomes of a hold. */

/**
 * Collects held money, once. What is left of the hold goes back to the cardholder in the same step.
 *
 * @param options.amount minor units, at most what is held
 */
export function capture(book: CardBook, options: { id: string; amount: bigint }): CardPayment {
  const payment = book.expect({ id: options.id, states: ["authorized"], to: "a capture" });
  if (options.amount <= 0n) throw new RailError("amount_not_positive", `A capture is for more than 0 minor units; found ${options.amount}.`);
  if (options.amount > payment.held) throw new RailError("amount_above_hold", `Payment ${payment.id} holds ${payment.held}; ${options.amount} cannot be captured.`);
  if (payment.expiry !== null) book.clock.cancel(payment.expiry);
  const rest = payment.held - options.amount;
  const left = rest > 0n ? release({ book, payment, amount: rest, kind: "card.release" }) : payment;
  const capturing: CardPayment = { ...left, expiry: null, holdEndsAt: null, captured: options.amount };
  const { capture: answer = "confirmed" } = book.card(payment.card).behaviour;
  if (answer === "confirmed") return collect(book, capturing);
  book.clock.schedule({ timeline: payment.timeline, at: book.clock.now(payment.timeline) + CONFIRMATION, task: { kind: answer === "acknowledged" ? "card.capture.confirm" : "card.capture.fail", subject: payment.id } });
  return book.put({ ...capturing, state: "capturing" }, "capturing");
}

/** The network confirms a capture it had only acknowledged. */
export function confirmCapture(book: CardBook, id: string): void {
  const payment = book.find(id);
  if (payment?.state === "capturing") collect(book, payment);
}

/** The network takes back its acknowledgement. The hold is gone. */
export function failCapture(book: CardBook, id: string): void {
  const payment = book.find(id);
  if (payment?.state !== "capturing") return;
  book.put({ ...release({ book, payment, amount: payment.held, kind: "card.release" }), state: "capture-failed", captured: 0n }, "capture-failed");
}

/** Lets go of an uncaptured hold, or of a challenge that waits for the cardholder. */
export function voidHold(book: CardBook, id: string): CardPayment {
  const payment = book.expect({ id, states: ["authorized", "challenged", "declined"], to: "a void" });
  if (payment.expiry !== null) book.clock.cancel(payment.expiry);
  const left = payment.held > 0n ? release({ book, payment, amount: payment.held, kind: "card.void" }) : payment;
  return book.put({ ...left, state: "voided", expiry: null, holdEndsAt: null }, "voided");
}

/** The issuer lets go of a hold that nobody used. */
export function expireHold(book: CardBook, id: string): void {
  const payment = book.find(id);
  if (payment?.state !== "authorized") return;
  book.put({ ...release({ book, payment, amount: payment.held, kind: "card.expire" }), state: "expired", expiry: null }, "expired");
}

/** Captured money arrives at the merchant. */
export function clear(book: CardBook, id: string): void {
  const payment = book.find(id);
  if (payment === undefined || payment.cleared) return;
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind: "card.clear", payment: id, from: merchantPending(payment), to: merchantAvailable(payment), currency: payment.currency, amount: payment.captured });
  book.put({ ...payment, cleared: true });
}

/** What can still go back of a captured payment. What is disputed or was charged back is with the issuer or the cardholder already. */
export function refundable(payment: CardPayment): bigint {
  const back = payment.refunds.reduce((sum, { amount }) => sum + amount, 0n);
  const disputed = payment.dispute === null || payment.dispute.state === "won" ? 0n : payment.dispute.amount;
  return payment.captured - back - disputed;
}

/** Gives money back from what the merchant has at the provider: of a payment that was charged back in part, what is left of it. */
export function refund(book: CardBook, options: { id: string; refund: string; amount: bigint }): CardPayment {
  const payment = book.expect({ id: options.id, states: ["captured", "disputed", "charged-back"], to: "a refund" });
  const { amount } = options;
  if (amount <= 0n) throw new RailError("amount_not_positive", `A refund is for more than 0 minor units; found ${amount}.`);
  if (amount > refundable(payment)) throw new RailError("amount_above_refundable", `Of payment ${payment.id} ${refundable(payment)} can go back; found ${amount}.`);
  if (amount > merchantBalance({ ledger: book.ledger, payment })) throw new RailError("limit_exceeded", `Merchant ${payment.merchant} has too little for a refund of ${amount}.`);
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind: "card.refund", payment: payment.id, from: merchantAvailable(payment), to: payerAccount(payment.payer), currency: payment.currency, amount });
  const refunds = [...payment.refunds, { id: options.refund, amount, state: "succeeded" as const }];
  const whole = refunds.reduce((sum, one) => sum + one.amount, 0n) === payment.captured;
  return book.put({ ...payment, refunds, state: whole ? "refunded" : payment.state }, "refunded");
}

/** The cardholder disputes a captured payment: the issuer takes the money from the merchant until it is decided. */
export function openDispute(book: CardBook, options: { id: string; dispute: string; amount?: bigint; reason: string }): CardPayment {
  const payment = book.expect({ id: options.id, states: ["captured"], to: "a dispute" });
  const now = book.clock.now(payment.timeline);
  if (now > (payment.disputableUntil ?? 0)) throw new RailError("window_over", `Payment ${payment.id} can be disputed no longer.`);
  if (payment.dispute !== null) throw new RailError("state_not_allowed", `Payment ${payment.id} was disputed before, and that is decided.`);
  const amount = options.amount ?? refundable(payment);
  if (amount <= 0n || amount > refundable(payment)) throw new RailError("amount_above_refundable", `Of payment ${payment.id} ${refundable(payment)} can be disputed; found ${amount}.`);
  book.ledger.transfer({ at: now, kind: "card.dispute", payment: payment.id, from: merchantAvailable(payment), to: bankFloat("card"), currency: payment.currency, amount });
  book.clock.schedule({ timeline: payment.timeline, at: now + DISPUTE_DECISION, task: { kind: "card.dispute.lose", subject: payment.id } });
  return book.put({ ...payment, state: "disputed", dispute: { id: options.dispute, amount, reason: options.reason, state: "open" } }, "disputed");
}

/** Decides a dispute: lost, the cardholder has the money; won, the merchant. */
export function closeDispute(book: CardBook, options: { id: string; outcome: "lost" | "won" }): CardPayment {
  const payment = book.expect({ id: options.id, states: ["disputed"], to: "the end of a dispute" });
  const { dispute } = payment;
  if (dispute === null) throw new RailError("state_not_allowed", `Payment ${payment.id} is not disputed.`);
  const lost = options.outcome === "lost";
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind: lost ? "card.chargeback" : "card.dispute.won", payment: payment.id, from: bankFloat("card"), to: lost ? payerAccount(payment.payer) : merchantAvailable(payment), currency: payment.currency, amount: dispute.amount });
  return book.put({ ...payment, state: lost ? "charged-back" : "captured", dispute: { ...dispute, state: options.outcome } }, "dispute-closed");
}

/** Nobody decided it in time. */
export function loseDispute(book: CardBook, id: string): void {
  if (book.find(id)?.state === "disputed") closeDispute(book, { id, outcome: "lost" });
}

function collect(book: CardBook, payment: CardPayment): CardPayment {
  const now = book.clock.now(payment.timeline);
  book.ledger.transfer({ at: now, kind: "card.capture", payment: payment.id, from: heldAccount(payment.payer), to: merchantPending(payment), currency: payment.currency, amount: payment.captured });
  book.clock.schedule({ timeline: payment.timeline, at: now + CLEARING, task: { kind: "card.clear", subject: payment.id } });
  return book.put({ ...payment, state: "captured", held: 0n, disputableUntil: now + DISPUTE_WINDOW }, "captured");
}

function release(options: { book: CardBook; payment: CardPayment; amount: bigint; kind: string }): CardPayment {
  const { book, payment, amount, kind } = options;
  book.ledger.transfer({ at: book.clock.now(payment.timeline), kind, payment: payment.id, from: heldAccount(payment.payer), to: payerAccount(payment.payer), currency: payment.currency, amount });
  return { ...payment, held: payment.held - amount };
}
