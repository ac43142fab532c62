import type { JsonObject } from "../../../json.ts";
import { type PspContext } from "../context.ts";
import { mayActFor, type Operation } from "../operation.ts";
import { notFound } from "../psp-error.ts";
import type { Intent } from "../types.ts";

/** A cardholder's dispute of a payment; `undefined` where there is none. */
export function renderDispute(psp: PspContext, intent: Intent): JsonObject | undefined {
  const dispute = intent.rail === "card" ? psp.rails.card.find(intent.id)?.dispute : undefined;
  if (dispute === undefined || dispute === null) return undefined;
  return { id: dispute.id, object: "dispute", payment_intent: intent.id, merchant_account: intent.merchant, amount: Number(dispute.amount), currency: intent.currency, reason: dispute.reason, status: dispute.state, livemode: false };
}

const get: Operation = {
  name: "disputes.get",
  method: "GET",
  path: "/v1/disputes/:id",
  run({ psp, key, id }) {
    for (const intent of psp.cell.current.intents.values()) {
      const dispute = mayActFor(key, intent.merchant) ? renderDispute(psp, intent) : undefined;
      if (dispute?.["id"] === id) return { body: dispute };
    }
    throw notFound("dispute", id);
  },
};

export const operations: readonly Operation[] = [get];
