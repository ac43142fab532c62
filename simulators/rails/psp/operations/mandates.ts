import type { JsonObject } from "../../../json.ts";
import { found, type PspContext, seconds } from "../context.ts";
import { pageOf, pageParams, readQuery } from "../list.ts";
import { mayActFor, merchantFor, type Operation, type OperationCall } from "../operation.ts";
import { endOf, createMandate, lapsesAt, type MandateTerms } from "../mandates.ts";
import { amount, oneOf, optional, readParams, text, timestamp } from "../params.ts";
import { findPaymentMethod } from "../payment-methods.ts";
import { badParameter, notFound } from "../psp-error.ts";
import { isDebited } from "../submit-intent.ts";
import type { Mandate } from "../types.ts";

export function renderMandate(psp: PspContext, mandate: Mandate): JsonObject {
  const end = endOf(psp, mandate);
  const lapses = lapsesAt(psp, mandate);
  return {
    id: mandate.id,
    object: "mandate",
    payment_method: mandate.paymentMethod,
    merchant_account: mandate.merchant,
    reference: mandate.reference,
    type: mandate.type,
    max_amount: mandate.maxAmount === null ? null : Number(mandate.maxAmount),
    status: end === null ? "active" : "inactive",
    inactive_reason: end,
    expires_at: lapses === null ? null : seconds(lapses),
    accepted_at: seconds(mandate.acceptedAt),
    created: seconds(mandate.createdAt),
    livemode: false,
  };
}

/** Terms as they stand in a request. */
export const mandateTermParams = {
  accepted_at: optional(timestamp),
  reference: optional(text({ max: 35, pattern: /^[A-Za-z0-9+?/:().,' -]+$/ })),
  type: optional(oneOf("multi_use", "single_use")),
  max_amount: optional(amount),
};

export function termsOf(given: { accepted_at: number | undefined; reference: string | undefined; type: Mandate["type"] | undefined; max_amount: bigint | undefined }): MandateTerms {
  return { acceptedAt: given.accepted_at, reference: given.reference, type: given.type, maxAmount: given.max_amount };
}

const create: Operation = {
  name: "mandates.create",
  method: "POST",
  path: "/v1/mandates",
  run({ psp, key, body }) {
    const given = readParams(body, { payment_method: text(), merchant_account: optional(text()), ...mandateTermParams });
    const merchant = merchantFor({ psp, key, given: given.merchant_account });
    const method = findPaymentMethod(psp, given.payment_method);
    if (!isDebited(method)) throw badParameter({ name: "payment_method", code: "mandate_not_supported", message: `A payment method of the type ${method.type} is not debited and needs no mandate.` });
    return { body: renderMandate(psp, createMandate(psp, { method, merchant: merchant.id, ...termsOf(given) })) };
  },
};

const get: Operation = {
  name: "mandates.get",
  method: "GET",
  path: "/v1/mandates/:id",
  run: (call) => ({ body: renderMandate(call.psp, mandateFor(call)) }),
};

const list: Operation = {
  name: "mandates.list",
  method: "GET",
  path: "/v1/mandates",
  takesQuery: true,
  run({ psp, key, query }) {
    const { payment_method: method, merchant_account: merchant, ...page } = readQuery(query, { payment_method: optional(text()), merchant_account: optional(text()), ...pageParams });
    return pageOf({
      items: [...psp.cell.current.mandates.values()].filter((mandate) => mayActFor(key, mandate.merchant)),
      matches: (mandate) => (method === undefined || mandate.paymentMethod === method) && (merchant === undefined || mandate.merchant === merchant),
      page,
      render: (mandate) => renderMandate(psp, mandate),
    });
  },
};

const revoke: Operation = {
  name: "mandates.revoke",
  method: "POST",
  path: "/v1/mandates/:id/revoke",
  run(call) {
    readParams(call.body, {});
    return { body: renderMandate(call.psp, endMandate(call.psp, { mandate: mandateFor(call), as: "revoked" })) };
  },
};

/** The payer takes the authorization back, or says of a debit that there was none. Debits under way are not stopped by it. */
export function endMandate(psp: PspContext, options: { mandate: Mandate; as: "revoked" | "returned" }): Mandate {
  const { mandate } = options;
  const ended: Mandate = { ...mandate, ended: mandate.ended ?? options.as };
  psp.cell.current.mandates.set(mandate.id, ended);
  const { owner } = findPaymentMethod(psp, mandate.paymentMethod);
  psp.emit({ type: "mandate.updated", merchant: mandate.merchant, key: null, timeline: owner, object: renderMandate(psp, ended) });
  return ended;
}

function mandateFor({ psp, key, id }: OperationCall): Mandate {
  const mandate = found({ map: psp.cell.current.mandates, id, what: "mandate" });
  if (!mayActFor(key, mandate.merchant)) throw notFound("mandate", id);
  return mandate;
}

export const operations: readonly Operation[] = [create, list, get, revoke];
