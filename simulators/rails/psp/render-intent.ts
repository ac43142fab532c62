import type { JsonObject } from "../../json.ts";
import { fedCalendar, targetCalendar } from "../calendar/business-days.ts";
import { type PspContext, seconds } from "./context.ts";
import { amountsOf, type OnRail, onRail, statusOf } from "./intents.ts";
import { fingerprintOf } from "./payment-methods.ts";
import type { Intent } from "./types.ts";

/** An intent as the API shows it. Amounts are whole numbers of minor units, times seconds since the Unix epoch. */
export function renderIntent(psp: PspContext, intent: Intent): JsonObject {
  const on = onRail(psp, intent);
  const status = statusOf(psp, intent);
  const { capturable, received, refunded } = amountsOf(psp, intent);
  return {
    id: intent.id,
    object: "payment_intent",
    status,
    amount: Number(intent.amount),
    amount_capturable: Number(capturable),
    amount_received: Number(received),
    amount_refunded: Number(refunded),
    currency: intent.currency,
    merchant_account: intent.merchant,
    payment_method: intent.paymentMethod,
    payment_method_details: detailsOf(psp, intent),
    mandate: intent.mandate,
    capture_method: intent.captureMethod,
    capture_before: on?.rail === "card" && on.payment.state === "authorized" && on.payment.holdEndsAt !== null ? seconds(on.payment.holdEndsAt) : null,
    attempts: on?.rail === "card" ? on.payment.attempts.length : on === undefined ? 0 : 1,
    last_payment_error: lastErrorOf(on),
    next_action: status === "requires_action" ? { type: "redirect", url: `${psp.baseUrl}/challenges/${intent.challengeToken}` } : null,
    settlement_date: settlementDate(on),
    under_investigation: on?.rail === "sepa-instant" && on.payment.state === "unanswered",
    expected_settlement: on?.rail === "ach" || on?.rail === "sepa-debit" ? seconds(on.payment.plan.settlesAt) : null,
    return: returnOf(on),
    dispute: on?.rail === "card" ? (on.payment.dispute?.id ?? null) : null,
    statement_descriptor: intent.statementDescriptor,
    transaction_indicator: intent.transactionIndicator,
    merchant_reference: intent.merchantReference,
    metadata: intent.metadata,
    created: seconds(intent.createdAt),
    canceled_at: canceledAt(intent),
    cancellation_reason: intent.cancellationReason,
    livemode: false,
  };
}

/** In the rail's own time zone: of a debit the day on which it settles, of a transfer that of the order. */
function settlementDate(on: OnRail | undefined): string | null {
  if (on === undefined || on.rail === "card") return null;
  if (on.rail === "sepa-instant") return targetCalendar.dayAt(on.payment.sentAt);
  return (on.rail === "ach" ? fedCalendar : targetCalendar).dayAt(on.payment.plan.settlesAt);
}

const canceledAt = ({ canceledAt: at }: Intent): number | null => (at === null ? null : seconds(at));

function detailsOf(psp: PspContext, { paymentMethod }: Intent): JsonObject | null {
  const method = paymentMethod === null ? undefined : psp.cell.current.paymentMethods.get(paymentMethod);
  if (method === undefined) return null;
  return { type: method.type, network: method.type === "card" ? psp.rails.card.card(method.instrument).network : null, fingerprint: fingerprintOf(psp, method) };
}

/** The members of an error that tell why the last attempt was no success; `null` where it was one, or there was none. */
export function lastErrorOf(on: OnRail | undefined): JsonObject | null {
  if (on === undefined) return null;
  if (on.rail === "card") {
    const decline = on.payment.attempts.at(-1)?.decline ?? null;
    if (on.payment.state === "capture-failed") return { type: "card_error", code: "capture_failed", message: "The card network took back its acknowledgement of the capture." };
    if (on.payment.state !== "declined" || decline === null) return null;
    const authentication = decline.class === "authentication-required";
    return {
      type: "card_error",
      code: authentication ? "authentication_required" : "card_declined",
      message: authentication ? "The issuer wants the cardholder to be authenticated." : "The issuer declined the card.",
      decline_code: decline.name,
      advice_code: { soft: "try_again_later", hard: "do_not_try_again", "authentication-required": "authenticate_cardholder" }[decline.class],
      network_code: decline.answer?.code ?? null,
    };
  }
  if (on.payment.state !== "rejected") return null;
  const code = on.rail === "sepa-instant" ? on.payment.code : (on.payment.bounce?.code ?? null);
  return { type: "bank_error", code: "bank_rejected", message: "The payer's or the payee's bank rejected the payment.", reason_code: code };
}

/** What came back after the payment had settled. */
function returnOf(on: OnRail | undefined): JsonObject | null {
  if (on?.rail === "sepa-instant") return on.payment.recall === null ? null : { type: on.payment.recall.type, reason_code: on.payment.recall.code, status: on.payment.recall.state, answer_code: on.payment.recall.answer };
  if (on === undefined || on.rail === "card" || on.payment.state !== "returned" || on.payment.bounce === null) return null;
  return { type: on.payment.bounce.type, reason_code: on.payment.bounce.code, at: seconds(on.payment.bounce.at) };
}
