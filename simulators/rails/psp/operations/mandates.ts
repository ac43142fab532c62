import type { JsonObject } from "../../../json.ts";
import { found, type PspContext, seconds } from "../context.ts";
import { mayActFor, merchantFor, type Operation, type OperationCall } from "../operation.ts";
import { optional, readParams, text, timestamp } from "../params.ts";
import { findPaymentMethod } from "../payment-methods.ts";
import { badParameter, notFound } from "../psp-error.ts";
import { createMandate } from "../submit-intent.ts";
import type { Mandate } from "../types.ts";

export function renderMandate(mandate: Mandate): JsonObject {
  return {
    id: mandate.id,
    object: "mandate",
    payment_method: mandate.paymentMethod,
    merchant_account: mandate.merchant,
    reference: mandate.reference,
    status: mandate.status,
    accepted_at: seconds(mandate.acceptedAt),
    created: seconds(mandate.createdAt),
    livemode: false,
  };
}

const create: Operation = {
  name: "mandates.create",
  method: "POST",
  path: "/v1/mandates",
  run({ psp, key, body }) {
    const given = readParams(body, { payment_method: text(), merchant_account: optional(text()), accepted_at: optional(timestamp), reference: optional(text({ max: 35, pattern: /^[A-Za-z0-9+?/:().,' -]+$/ })) });
    const merchant = merchantFor({ psp, key, given: given.merchant_account });
    const method = findPaymentMethod(psp, given.payment_method);
    if (method.type !== "us_bank_account" && method.type !== "sepa_debit") throw badParameter({ name: "payment_method", code: "mandate_not_supported", message: `A payment method of the type ${method.type} is not debited and needs no mandate.` });
    return { body: renderMandate(createMandate(psp, { method, merchant: merchant.id, acceptedAt: given.accepted_at, reference: given.reference })) };
  },
};

const get: Operation = {
  name: "mandates.get",
  method: "GET",
  path: "/v1/mandates/:id",
  run: (call) => ({ body: renderMandate(mandateFor(call)) }),
};

const list: Operation = {
  name: "mandates.list",
  method: "GET",
  path: "/v1/mandates",
  run({ psp, key, query }) {
    const method = query.get("payment_method");
    const merchant = query.get("merchant_account");
    const data = [...psp.cell.current.mandates.values()].filter((mandate) => mayActFor(key, mandate.merchant) && (method === null || mandate.paymentMethod === method) && (merchant === null || mandate.merchant === merchant));
    return { body: { object: "list", data: data.slice(-100).map(renderMandate), has_more: data.length > 100 } };
  },
};

const revoke: Operation = {
  name: "mandates.revoke",
  method: "POST",
  path: "/v1/mandates/:id/revoke",
  run(call) {
    readParams(call.body, {});
    return { body: renderMandate(revokeMandate(call.psp, mandateFor(call))) };
  },
};

/** The payer takes the authorization back. Debits under way are not stopped by it. */
export function revokeMandate(psp: PspContext, mandate: Mandate): Mandate {
  const revoked: Mandate = { ...mandate, status: "inactive" };
  psp.cell.current.mandates.set(mandate.id, revoked);
  const { owner } = findPaymentMethod(psp, mandate.paymentMethod);
  psp.emit({ type: "mandate.updated", merchant: mandate.merchant, timeline: owner, object: renderMandate(revoked) });
  return revoked;
}

function mandateFor({ psp, key, id }: OperationCall): Mandate {
  const mandate = found({ map: psp.cell.current.mandates, id, what: "mandate" });
  if (!mayActFor(key, mandate.merchant)) throw notFound("mandate", id);
  return mandate;
}

export const operations: readonly Operation[] = [create, list, get, revoke];
