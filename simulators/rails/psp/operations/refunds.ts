import { RailError } from "../../errors.ts";
import { newId, type PspContext, seconds } from "../context.ts";
import { onRail } from "../intents.ts";
import { mayActFor, type Operation } from "../operation.ts";
import { amount, metadata, oneOf, optional, readParams, text } from "../params.ts";
import { badParameter, notFound, PspError } from "../psp-error.ts";
import { refusedByRail, wrongState } from "../submit-intent.ts";
import type { Intent, Refund } from "../types.ts";
import type { JsonObject } from "../../../json.ts";
import { intentFor } from "./payment-intents.ts";

/** Refunds are paid from what the merchant has at the provider, whoever asks for them. */
const create: Operation = {
  name: "refunds.create",
  method: "POST",
  path: "/v1/refunds",
  run(call) {
    const { psp } = call;
    const given = readParams(call.body, { payment_intent: text(), amount: optional(amount), reason: optional(oneOf("requested_by_customer", "duplicate", "fraudulent")), metadata: optional(metadata) });
    const intent = intentFor(call, given.payment_intent);
    const left = refundableOf(psp, intent);
    if (left === undefined) throw wrongState(psp, { intent, to: "be refunded" });
    const wanted = given.amount ?? left;
    if (wanted > left || left === 0n) throw badParameter({ name: "amount", code: left === 0n ? "already_refunded" : "amount_too_large", message: `Of this payment ${left} can be refunded.` });
    const refund: Refund = { id: newId(psp, "re"), intent: intent.id, merchant: intent.merchant, amount: wanted, currency: intent.currency, reason: given.reason ?? null, metadata: given.metadata ?? {}, createdAt: psp.clock.now(intent.timeline), arrivalTold: false };
    psp.cell.current.refunds.set(refund.id, refund);
    try {
      const order = { id: intent.id, refund: refund.id, amount: wanted };
      const { card, ach, sepaDebit, sepaInstant } = psp.rails;
      if (intent.rail === "card") card.refund(order);
      else if (intent.rail === "sepa-instant") sepaInstant.refund(order);
      else (intent.rail === "ach" ? ach : sepaDebit).refund(order);
    } catch (error) {
      psp.cell.current.refunds.delete(refund.id);
      if (!(error instanceof RailError)) throw error;
      throw error.code === "limit_exceeded" ? new PspError({ status: 400, code: "balance_insufficient", message: "The merchant's balance is too low for this refund." }) : refusedByRail(error);
    }
    const body = renderRefund(psp, refund);
    if (body["status"] === "succeeded") psp.cell.current.refunds.set(refund.id, { ...refund, arrivalTold: true });
    psp.emit({ type: "refund.created", merchant: refund.merchant, key: intent.key, timeline: intent.timeline, object: body });
    return { body };
  },
};

const get: Operation = {
  name: "refunds.get",
  method: "GET",
  path: "/v1/refunds/:id",
  run({ psp, key, id }) {
    const refund = psp.cell.current.refunds.get(id);
    if (refund === undefined || !mayActFor(key, refund.merchant)) throw notFound("refund", id);
    return { body: renderRefund(psp, refund) };
  },
};

/** @returns `undefined` where the payment was never collected, or is the merchant's no longer */
function refundableOf(psp: PspContext, { id, rail }: Intent): bigint | undefined {
  const { card, ach, sepaDebit, sepaInstant } = psp.rails;
  const state = onRail(psp, { id, rail })?.payment.state;
  if (state === "captured" || state === "disputed") return card.refundable(id);
  // Of a part that was charged back the rest is the merchant's still.
  if (state === "charged-back" && card.refundable(id) > 0n) return card.refundable(id);
  if (state === "refunded") return 0n;
  if (state === "settled") return (rail === "ach" ? ach : sepaDebit).refundable(id);
  return state === "accepted" ? sepaInstant.refundable(id) : undefined;
}

export function renderRefund(psp: PspContext, refund: Refund): JsonObject {
  const intent = psp.cell.current.intents.get(refund.intent);
  const onItsRail = intent === undefined ? undefined : onRail(psp, intent)?.payment.refunds.find(({ id }) => id === refund.id);
  return {
    id: refund.id,
    object: "refund",
    payment_intent: refund.intent,
    merchant_account: refund.merchant,
    amount: Number(refund.amount),
    currency: refund.currency,
    status: onItsRail?.state ?? "pending",
    reason: refund.reason,
    metadata: refund.metadata,
    created: seconds(refund.createdAt),
    livemode: false,
  };
}

export const operations: readonly Operation[] = [create, get];
