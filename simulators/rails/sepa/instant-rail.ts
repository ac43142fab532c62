import { loadSepaReasonCodes, type SepaRTransaction } from "../../../spec/registry-fiat.ts";
import { heldAccount, merchantAvailable, outside, payerAccount } from "../accounts.ts";
import { targetCalendar } from "../calendar/business-days.ts";
import { addMonths } from "../calendar/time-zone.ts";
import { createCell } from "../cell.ts";
import { SECOND } from "../clock.ts";
import { RailError } from "../errors.ts";
import { merchantBalance } from "../merchant-balance.ts";
import { createListeners, type RailGround, type RailListener } from "../rail.ts";
import type { InstantAccount, InstantPayment, InstantState } from "./instant-types.ts";

/**
 * SEPA Instant Credit Transfer, one of the two schemes of `sepa:eu`: the payer's bank sends, and the beneficiary's bank
 * accepts or rejects within ten seconds. Between the two the money is held at the payer's bank. Whoever hears nothing
 * in that time knows nothing: the transfer may have arrived.
 */
export interface InstantRail {
  open(account: InstantAccount): void;
  account(id: string): InstantAccount;
  /** Rejections are an outcome and no error: read the payment's state. */
  send(options: { id: string; account: string; merchant: string; psp: string; currency: string; amount: bigint; timeline: string }): InstantPayment;
  /** Asks for an accepted transfer back. Without an answer the recall is refused (NOAS) on the 15th business day. */
  recall(options: { id: string; type: "recall" | "request-for-recall"; code: string }): InstantPayment;
  /** The beneficiary's side gives the money back (FOCR), or refuses with a code. */
  answerRecall(options: { id: string; refusal?: string }): InstantPayment;
  /** The merchant sends money back, at once. */
  refund(options: { id: string; refund: string; amount: bigint }): InstantPayment;
  refundable(id: string): bigint;
  find(id: string): InstantPayment | undefined;
  payments(): readonly InstantPayment[];
  onEvent(listener: RailListener): void;
  snapshot(): () => void;
}

/** Within which the beneficiary's bank has answered. */
export const INSTANT_LIMIT = 10 * SECOND;
/** Rejection by the payer's own bank, before anything is sent. Between banks the code stands for no reject, and the registry lists it for none. */
export const NO_FUNDS = "AM04";
/** Rejection by the payer's own bank of an amount above what it allows: NotAllowedAmount. */
export const ABOVE_LIMIT = "AM02";
/**
 * Cents: EUR 999,999,999.99. The rulebook had a maximum of EUR 100,000 until October 2025 and has none any more; what is
 * left is what an amount in euro of the scheme's messages may be at most.
 */
export const INSTANT_MAX_AMOUNT = 99_999_999_999n;
/** Rejection because the beneficiary's bank did not answer. */
const NO_ANSWER = "AB05";
const ANSWER_DAYS = 15;
/** For duplicates and technical errors; fraud and mistakes of the payer have 13 months. */
const RECALL_DAYS = 10;
const RECALL_MONTHS = 13;

const CODES = loadSepaReasonCodes();

export function createInstantRail({ clock, ledger }: RailGround): InstantRail {
  const cell = createCell({ accounts: new Map<string, InstantAccount>(), payments: new Map<string, InstantPayment>() });
  const listeners = createListeners();

  const put = (payment: InstantPayment, kind: string): InstantPayment => {
    cell.current.payments.set(payment.id, payment);
    listeners.tell({ rail: "sepa-instant", payment: payment.id, kind });
    return payment;
  };
  const account = (id: string): InstantAccount => {
    const found = cell.current.accounts.get(id);
    if (found === undefined) throw new RailError("instrument_unknown", `No bank knows the account ${id}.`);
    return found;
  };
  const expect = (id: string, state: InstantState, to: string): InstantPayment => {
    const payment = cell.current.payments.get(id);
    if (payment === undefined) throw new RailError("payment_unknown", `SEPA Instant has no payment ${id}.`);
    if (payment.state !== state) throw new RailError("state_not_allowed", `Payment ${id} is ${payment.state}: ${to} needs one that is ${state}.`);
    return payment;
  };
  const refundable = ({ amount, refunds, state }: InstantPayment): bigint => (state === "accepted" ? amount - refunds.reduce((sum, refund) => sum + refund.amount, 0n) : 0n);

  function accept(payment: InstantPayment): InstantPayment {
    const at = clock.now(payment.timeline);
    ledger.transfer({ at, kind: "sepa-instant.accept", payment: payment.id, from: heldAccount(payment.payer), to: merchantAvailable(payment), currency: "EUR", amount: payment.amount });
    return put({ ...payment, state: "accepted", answeredAt: at }, "accepted");
  }

  function reject(payment: InstantPayment, code: string): InstantPayment {
    const at = clock.now(payment.timeline);
    ledger.transfer({ at, kind: "sepa-instant.reject", payment: payment.id, from: heldAccount(payment.payer), to: payerAccount(payment.payer), currency: "EUR", amount: payment.amount });
    return put({ ...payment, state: "rejected", code, answeredAt: at }, "rejected");
  }

  function answer(id: string): void {
    const payment = cell.current.payments.get(id);
    if (payment?.state !== "sent" && payment?.state !== "unanswered") return;
    const { behaviour } = account(payment.account);
    if (behaviour.kind === "accept") accept(payment);
    else if (behaviour.kind === "reject") reject(payment, behaviour.code);
    else if (behaviour.turnsOut === "accepted") accept(payment);
    else reject(payment, NO_ANSWER);
  }

  clock.on("sepa-instant.answer", ({ subject }) => answer(subject));
  clock.on("sepa-instant.limit", ({ subject }) => {
    const payment = cell.current.payments.get(subject);
    if (payment?.state === "sent") put({ ...payment, state: "unanswered" }, "unanswered");
  });
  clock.on("sepa-instant.recall.lapse", ({ subject }) => {
    if (cell.current.payments.get(subject)?.recall?.state === "open") answerRecall({ id: subject, refusal: "NOAS" });
  });

  function answerRecall({ id, refusal }: { id: string; refusal?: string }): InstantPayment {
    const payment = expect(id, "accepted", "an answer to a recall");
    const { recall } = payment;
    if (recall?.state !== "open") throw new RailError("state_not_allowed", `Payment ${id} has no open recall.`);
    if (refusal !== undefined) {
      checkCode("recall-refusal", refusal);
      return put({ ...payment, recall: { ...recall, state: "refused", answer: refusal } }, "recall-refused");
    }
    ledger.transfer({ at: clock.now(payment.timeline), kind: "sepa-instant.return", payment: id, from: merchantAvailable(payment), to: payerAccount(payment.payer), currency: "EUR", amount: payment.amount });
    return put({ ...payment, state: "returned", recall: { ...recall, state: "returned", answer: "FOCR" } }, "returned");
  }

  return {
    open({ behaviour, ...rest }) {
      if (behaviour.kind === "reject" && behaviour.code !== NO_FUNDS) checkCode("reject", behaviour.code);
      if (behaviour.kind === "no-answer" ? behaviour.after <= INSTANT_LIMIT : behaviour.after > INSTANT_LIMIT) throw new RailError("window_over", `An answer comes within ${INSTANT_LIMIT} ms, and no answer means nothing before that; found ${behaviour.kind} after ${behaviour.after} ms.`);
      cell.current.accounts.set(rest.id, { behaviour, ...rest });
    },
    account,
    send({ id, account: accountId, merchant, psp, currency, amount, timeline }) {
      if (cell.current.payments.has(id)) throw new RailError("state_not_allowed", `Payment ${id} was sent before.`);
      if (currency !== "EUR") throw new RailError("currency_not_supported", `SEPA pays in EUR; found ${currency}.`);
      if (amount <= 0n) throw new RailError("amount_not_positive", `A transfer is for more than 0 minor units; found ${amount}.`);
      if (amount > INSTANT_MAX_AMOUNT) throw new RailError("limit_exceeded", `One instant transfer is for at most ${INSTANT_MAX_AMOUNT}; found ${amount}.`);
      const { owner, behaviour, backed, limit = INSTANT_MAX_AMOUNT } = account(accountId);
      const at = clock.now(timeline);
      const payment: InstantPayment = { id, payer: owner, merchant, psp, currency, amount, timeline, account: accountId, state: "sent", code: null, sentAt: at, answeredAt: null, recall: null, refunds: [] };
      if (amount > limit) return put({ ...payment, state: "rejected", code: ABOVE_LIMIT, answeredAt: at }, "rejected");
      const short = amount - ledger.balance({ ...payerAccount(owner), currency });
      if (short > 0n && !backed) return put({ ...payment, state: "rejected", code: NO_FUNDS, answeredAt: at }, "rejected");
      if (short > 0n) ledger.transfer({ at, kind: "funding", payment: id, from: outside, to: payerAccount(owner), currency, amount: short });
      ledger.transfer({ at, kind: "sepa-instant.hold", payment: id, from: payerAccount(owner), to: heldAccount(owner), currency, amount });
      put(payment, "sent");
      if (behaviour.after === 0) answer(id);
      else {
        clock.schedule({ timeline, at: at + behaviour.after, task: { kind: "sepa-instant.answer", subject: id } });
        clock.schedule({ timeline, at: at + INSTANT_LIMIT, task: { kind: "sepa-instant.limit", subject: id } });
      }
      return cell.current.payments.get(id) ?? payment;
    },
    recall({ id, type, code }) {
      const payment = expect(id, "accepted", "a recall");
      checkCode(type, code);
      if (payment.recall !== null || payment.refunds.length > 0) throw new RailError("state_not_allowed", `Payment ${id} was recalled or refunded before.`);
      const now = clock.now(payment.timeline);
      const day = targetCalendar.dayAt(payment.sentAt);
      const last = targetCalendar.instant(type === "recall" && code !== "FRAD" ? targetCalendar.businessDay(day, RECALL_DAYS) : addMonths(day, RECALL_MONTHS), "23:59");
      if (now > last) throw new RailError("window_over", `A recall for ${code} was possible until ${new Date(last).toISOString()}; it is ${new Date(now).toISOString()}.`);
      const lapses = targetCalendar.instant(targetCalendar.businessDay(targetCalendar.dayAt(now), ANSWER_DAYS), "23:59");
      clock.schedule({ timeline: payment.timeline, at: lapses, task: { kind: "sepa-instant.recall.lapse", subject: id } });
      return put({ ...payment, recall: { type, code, state: "open", answer: null } }, "recalled");
    },
    answerRecall,
    refund({ id, refund, amount }) {
      const payment = expect(id, "accepted", "a refund");
      if (amount <= 0n) throw new RailError("amount_not_positive", `A refund is for more than 0 minor units; found ${amount}.`);
      if (amount > refundable(payment)) throw new RailError("amount_above_refundable", `Of payment ${id} ${refundable(payment)} can go back; found ${amount}.`);
      if (payment.recall?.state === "open") throw new RailError("state_not_allowed", `Payment ${id} is being recalled: answer that.`);
      if (amount > merchantBalance({ ledger, payment })) throw new RailError("limit_exceeded", `Merchant ${payment.merchant} has too little for a refund of ${amount}.`);
      ledger.transfer({ at: clock.now(payment.timeline), kind: "sepa-instant.refund", payment: id, from: merchantAvailable(payment), to: payerAccount(payment.payer), currency: "EUR", amount });
      const refunds = [...payment.refunds, { id: refund, amount, state: "succeeded" as const }];
      return put({ ...payment, refunds, state: refundable({ ...payment, refunds }) === 0n ? "refunded" : "accepted" }, "refunded");
    },
    refundable(id) {
      const payment = cell.current.payments.get(id);
      return payment === undefined ? 0n : refundable(payment);
    },
    find: (id) => cell.current.payments.get(id),
    payments: () => [...cell.current.payments.values()],
    onEvent: listeners.add,
    snapshot: () => cell.snapshot(),
  };
}

function checkCode(transaction: SepaRTransaction, code: string): void {
  const listed = CODES.some((entry) => entry.code === code && entry.uses.some(({ scheme, transactions }) => scheme === "sct-inst" && transactions.includes(transaction)));
  if (!listed) throw new RailError("code_not_allowed", `${code} is no reason for a ${transaction} of an instant transfer: see spec/registry/sepa-reason-codes.json.`);
}
