import { check } from "../check.ts";
import { outcomeOf, record, validControl } from "../facilitator-calls.ts";
import { about, credits, isReason, started, statuses, taken, termsOf, told, viewBefore } from "./evidence.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 6.3: how a payment is told that is pending or settled, and what stands in every reply about it. */

const BANK = "facilitator.bank-payments";
const PENDING_SUCCESS = { [`${BANK}.pending-success`]: "what is told as a success is not told as pending" };

const NO_REASON = { "facilitator.reply.failure-without-reason": "no reason is not the one" };

export const checks = onBanks(({ row, on }) => {
  /** A payment that is pending at the provider, and the replies given about it. */
  const pending = (trace: Parameters<typeof taken>[0]) => {
    const first = taken(trace).find(({ payment }) => payment.state === "pending");
    const [status] = first === undefined ? [] : statuses(trace, first.call);
    return validControl(trace) === undefined || first === undefined || status === undefined ? undefined : { payment: first.payment, replies: [first.call, status] };
  };
  return [
    check({
      id: row("pending"),
      requirement: row("pending"),
      title: "A pending payment is told with success false and settlement_pending",
      appliesTo: on("pending/*"),
      witness: pending,
      judge({ witness: { replies }, pass, fail }) {
        const odd = replies.find((call) => told(call).success || !isReason(told(call).reason, "settlement_pending"));
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A payment that is pending is told otherwise", { expected: "success false, errorReason settlement_pending", actual: outcomeOf(odd), at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.pending-success`, `${BANK}.pending-other-reason`],
      alsoKilledBy: NO_REASON,
    }),
    check({
      id: `${row("pending")}.transaction`,
      requirement: row("pending"),
      title: "A reply about a pending payment has the provider's identifier as transaction, and the network",
      appliesTo: on("pending/*"),
      witness: pending,
      judge({ witness: { payment, replies }, pass, fail }) {
        const odd = replies.find(({ body, sent }) => body["transaction"] !== payment.id || body["network"] !== record(record(sent)["paymentRequirements"])["network"]);
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A reply about a pending payment does not say which payment that is", { expected: `transaction ${payment.id}, and the network`, actual: outcomeOf(odd), at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.pending-without-transaction`],
      alsoKilledBy: { "facilitator.reply.network-legacy": "the network is not the payment's" },
    }),
    check({
      id: `${row("pending")}.state`,
      requirement: row("pending"),
      title: "A reply about a pending payment has extra.state pending",
      appliesTo: on("pending/*"),
      witness: pending,
      judge({ witness: { replies }, pass, fail }) {
        const odd = replies.find((call) => told(call).state !== "pending");
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A reply about a pending payment does not say that it is", { expected: "extra.state pending", actual: outcomeOf(odd), at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.state-missing`],
      alsoKilledBy: PENDING_SUCCESS,
    }),
    check({
      id: row("settled-truth"),
      requirement: row("settled-truth"),
      appliesTo: on("settled/*"),
      witness(trace) {
        const [first] = taken(trace);
        const [status] = first === undefined ? [] : statuses(trace, first.call);
        const credit = first === undefined ? undefined : credits(trace, first.payment)[0];
        return first === undefined || status === undefined || credit === undefined || credit.seq > status.request.seq ? undefined : { first, status, credit };
      },
      judge({ witness: { first, status, credit }, pass, fail }) {
        const { call, payment } = first;
        if (payment.state === "pending" && told(call).success) return fail("A payment was told as settled before it was credited", { expected: "success false", actual: outcomeOf(call), at: [call.response, credit] });
        const { success, state } = told(status);
        return success && state === "settled" ? pass({ at: [call.response, credit, status.response] }) : fail("A payment that has been credited is not told as settled", { expected: "success true, extra.state settled", actual: outcomeOf(status), at: [credit, status.response] });
      },
      killedBy: [`${BANK}.pending-success`, `${BANK}.settled-pending`],
    }),
    check({
      id: row("amount-told"),
      requirement: row("amount-told"),
      appliesTo: on("pending/*", "settled/*", "returned-late/*"),
      witness: (trace) => taken(trace)[0],
      judge({ witness: { call: first }, trace, pass, fail, notApplicable }) {
        const { amount } = termsOf(first);
        const replies = about(trace, first).filter(({ body }) => body["amount"] !== undefined);
        if (replies.length === 0) return notApplicable("no reply has an amount");
        // A number in the place of a string is another row's.
        const odd = replies.find(({ body }) => String(body["amount"]) !== amount);
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A reply has another amount than the payment", { expected: String(amount), actual: odd.body["amount"], at: odd.response });
      },
      killedBy: [`${BANK}.amount-with-point`],
    }),
    check({
      id: row("transaction-stable"),
      requirement: row("transaction-stable"),
      appliesTo: on("returned-late/*"),
      witness(trace) {
        const [first] = taken(trace);
        const replies = first === undefined ? [] : about(trace, first.call);
        return first === undefined || replies.length < 3 ? undefined : { payment: first.payment, replies };
      },
      judge({ witness: { payment, replies }, pass, fail }) {
        // Whether the first may be empty is the row's on pending payments.
        const named = replies.slice(replies.findIndex((call) => told(call).transaction !== ""));
        const odd = named.find((call) => told(call).transaction !== payment.id);
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A payment has another transaction than the provider's identifier", { expected: payment.id, actual: told(odd).transaction, at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.transaction-renamed`],
    }),
    check({
      id: row("settlement-date"),
      requirement: row("settlement-date"),
      appliesTo: on("settlement-date/*"),
      witness(trace) {
        const first = taken(trace).find(({ payment }) => payment.state === "pending" && payment.settlementDate !== undefined);
        const replies = first === undefined ? [] : about(trace, first.call).filter((call) => !told(call).success);
        return validControl(trace) === undefined || first === undefined || replies.length === 0 ? undefined : { payment: first.payment, replies };
      },
      // The provider's day is a business day of the rail: it has the calendar that the text names.
      judge({ witness: { payment, replies }, pass, fail }) {
        const odd = replies.find((call) => told(call).settlementDate !== payment.settlementDate);
        return odd === undefined ? pass({ at: replies.map(({ response }) => response) }) : fail("A pending payment is told to settle on another day than the provider's", { expected: payment.settlementDate ?? "", actual: told(odd).settlementDate ?? "no settlementDate", at: [odd.request, odd.response] });
      },
      killedBy: [`${BANK}.settlement-date-missing`, `${BANK}.settlement-date-next-day`, `${BANK}.settlement-date-time`],
    }),
    check({
      id: row("refunded-settled"),
      requirement: row("refunded-settled"),
      appliesTo: on("refunded/*"),
      witness(trace) {
        const [first] = taken(trace);
        const [status] = first === undefined ? [] : statuses(trace, first.call);
        const [payment] = first === undefined || status === undefined ? [] : started(viewBefore(trace, status), first.token);
        return status === undefined || payment === undefined || payment.state !== "settled" || payment.refunded === 0 ? undefined : { status, payment };
      },
      judge({ witness: { status, payment }, pass, fail }) {
        const { success, state } = told(status);
        return success && (state === undefined || state === "settled") ? pass({ at: status.response }) : fail("A payment that the merchant refunded is not told as settled", { expected: `success true, extra.state settled, ${payment.refunded} refunded`, actual: outcomeOf(status), at: [status.request, status.response] });
      },
      killedBy: [`${BANK}.refunded-returned`],
      alsoKilledBy: { [`${BANK}.settled-pending`]: "what is told as pending is not told as settled, refunded or not" },
    }),
  ];
});
