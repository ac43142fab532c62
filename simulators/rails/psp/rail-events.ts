import type { RailEvent } from "../rail.ts";
import type { PspContext } from "./context.ts";
import { onRail } from "./intents.ts";
import { endsMandate } from "./mandates.ts";
import { renderDispute } from "./operations/disputes.ts";
import { endMandate } from "./operations/mandates.ts";
import { renderRefund } from "./operations/refunds.ts";
import { renderIntent } from "./render-intent.ts";
import type { Intent, PspEventType } from "./types.ts";

const DEBIT_EVENTS: Readonly<Record<string, PspEventType>> = {
  submitted: "payment_intent.processing",
  settled: "payment_intent.succeeded",
  rejected: "payment_intent.failed",
  returned: "payment_intent.returned",
  canceled: "payment_intent.canceled",
};

/** What happens on a rail, as it is told to merchants and facilitators. Kinds that are not listed are of no interest to them. */
const INTENT_EVENTS: Readonly<Record<RailEvent["rail"], Readonly<Record<string, PspEventType>>>> = {
  card: {
    declined: "payment_intent.payment_failed",
    challenged: "payment_intent.requires_action",
    authorized: "payment_intent.requires_capture",
    capturing: "payment_intent.processing",
    captured: "payment_intent.succeeded",
    "capture-failed": "payment_intent.failed",
    voided: "payment_intent.canceled",
    expired: "payment_intent.canceled",
  },
  ach: DEBIT_EVENTS,
  "sepa-debit": DEBIT_EVENTS,
  "sepa-instant": {
    sent: "payment_intent.processing",
    accepted: "payment_intent.succeeded",
    rejected: "payment_intent.failed",
    recalled: "payment_intent.recall_opened",
    "recall-refused": "payment_intent.recall_closed",
    returned: "payment_intent.returned",
  },
};

/** Hears of every rail what becomes of the provider's own payments. */
export function followRails(psp: PspContext): void {
  const { card, ach, sepaDebit, sepaInstant } = psp.rails;
  for (const rail of [card, ach, sepaDebit, sepaInstant]) rail.onEvent((event) => follow(psp, event));
}

function follow(psp: PspContext, { rail, payment, kind }: RailEvent): void {
  const intent = psp.cell.current.intents.get(payment);
  if (intent === undefined) return;
  if (rail === "card" && kind === "expired") expire(psp, intent);
  if (kind === "refunded") tellArrivals(psp, intent);
  if (kind === "disputed" || kind === "dispute-closed") tellDispute(psp, { intent, type: kind === "disputed" ? "dispute.created" : "dispute.closed" });
  // A hold that is captured at once is nobody's business.
  if (kind === "authorized" && intent.captureMethod === "automatic") return;
  const type = INTENT_EVENTS[rail][kind];
  const now = psp.cell.current.intents.get(payment) ?? intent;
  if (type !== undefined) psp.emit({ type, merchant: intent.merchant, key: intent.key, timeline: intent.timeline, object: renderIntent(psp, now) });
  if (kind === "returned" || kind === "rejected") endUnauthorized(psp, now);
}

/** A debit came back because the payer had not authorized it: the next one must not be made. */
function endUnauthorized(psp: PspContext, intent: Intent): void {
  const on = onRail(psp, intent);
  const mandate = intent.mandate === null ? undefined : psp.cell.current.mandates.get(intent.mandate);
  if (on === undefined || on.rail === "card" || on.rail === "sepa-instant" || mandate === undefined || !endsMandate(on.payment.bounce?.code ?? null)) return;
  endMandate(psp, { mandate, as: "returned" });
}

function expire(psp: PspContext, intent: Intent): void {
  psp.cell.current.intents.set(intent.id, { ...intent, canceledAt: psp.clock.now(intent.timeline), cancellationReason: "hold_expired" });
}

/** Refunds that have arrived since they were made. */
function tellArrivals(psp: PspContext, intent: Intent): void {
  for (const refund of psp.cell.current.refunds.values()) {
    if (refund.intent !== intent.id || refund.arrivalTold || intent.rail === "card" || intent.rail === "sepa-instant") continue;
    const object = renderRefund(psp, refund);
    if (object["status"] !== "succeeded") continue;
    psp.cell.current.refunds.set(refund.id, { ...refund, arrivalTold: true });
    psp.emit({ type: "refund.updated", merchant: refund.merchant, key: intent.key, timeline: intent.timeline, object });
  }
}

function tellDispute(psp: PspContext, options: { intent: Intent; type: "dispute.created" | "dispute.closed" }): void {
  const { intent, type } = options;
  const object = renderDispute(psp, intent);
  if (object !== undefined) psp.emit({ type, merchant: intent.merchant, key: intent.key, timeline: intent.timeline, object });
}
