import { amount, currency, flag, metadata, object, oneOf, optional, readParams, text } from "../params.ts";
import { newId, type PspContext } from "../context.ts";
import { RailError } from "../../errors.ts";
import { idOf } from "../../ids.ts";
import { amountsOf, onRail, statusOf } from "../intents.ts";
import { pageOf, pageParams, readQuery } from "../list.ts";
import { mayActFor, merchantFor, type Operation, type OperationCall } from "../operation.ts";
import { findPaymentMethod } from "../payment-methods.ts";
import { badParameter, notFound } from "../psp-error.ts";
import { renderIntent } from "../render-intent.ts";
import { mandateTermParams, termsOf } from "./mandates.ts";
import { type Confirmation, prepareSubmission, refusedByRail, submit, wrongState } from "../submit-intent.ts";
import type { Intent } from "../types.ts";
import { WORLD } from "../../clock.ts";

const confirmationParams = {
  payment_method: optional(text()),
  mandate: optional(text()),
  mandate_data: optional(object),
};

/** For one who pays without being there, an issuer's wish for authentication is a decline. */
const onAuthentication = optional(oneOf("challenge", "fail"));
const descriptor = optional(text({ max: 22, pattern: /^[ -~]+$/ }));

const listParams = { merchant_account: optional(text()), merchant_reference: optional(text()), payment_method: optional(text()), status: optional(text()), ...pageParams };

export function confirmationOf(given: { payment_method?: string | undefined; mandate?: string | undefined; mandate_data?: Readonly<Record<string, unknown>> | undefined }): Confirmation {
  const data = given.mandate_data === undefined ? undefined : readParams(given.mandate_data, mandateTermParams);
  return { paymentMethod: given.payment_method, mandate: given.mandate, mandateData: data === undefined ? undefined : termsOf(data) };
}

/** An intent the key may see. */
export function intentFor({ psp, key }: Pick<OperationCall, "psp" | "key">, id: string): Intent {
  const intent = psp.cell.current.intents.get(id);
  if (intent === undefined || !mayActFor(key, intent.merchant)) throw notFound("payment intent", id);
  return intent;
}

const create: Operation = {
  name: "payment_intents.create",
  method: "POST",
  path: "/v1/payment_intents",
  run(call) {
    const { psp, key } = call;
    const given = readParams(call.body, {
      amount,
      currency,
      merchant_account: optional(text()),
      ...confirmationParams,
      capture_method: optional(oneOf("automatic", "manual")),
      confirm: optional(flag),
      speed: optional(oneOf("standard", "same_day")),
      partial_authorization: optional(oneOf("never", "if_available")),
      on_authentication: onAuthentication,
      statement_descriptor: descriptor,
      transaction_indicator: optional(text({ max: 32, pattern: /^[a-z0-9_]+$/ })),
      merchant_reference: optional(text({ max: 128 })),
      metadata: optional(metadata),
    });
    const merchant = merchantFor({ psp, key, given: given.merchant_account });
    const method = given.payment_method === undefined ? undefined : findPaymentMethod(psp, given.payment_method);
    const id = newId(psp, "pi");
    const timeline = method?.owner ?? WORLD;
    const intent: Intent = {
      id,
      merchant: merchant.id,
      key: key.id,
      amount: given.amount,
      currency: given.currency,
      captureMethod: given.capture_method ?? "automatic",
      paymentMethod: method?.id ?? null,
      mandate: given.mandate ?? null,
      rail: null,
      timeline,
      speed: given.speed ?? "standard",
      allowPart: given.partial_authorization === "if_available",
      onAuthentication: given.on_authentication ?? "challenge",
      statementDescriptor: given.statement_descriptor ?? null,
      transactionIndicator: given.transaction_indicator ?? null,
      merchantReference: given.merchant_reference ?? null,
      metadata: given.metadata ?? {},
      challengeToken: idOf({ prefix: "ch", parts: [psp.seed, psp.name, id, "challenge"] }),
      createdAt: psp.clock.now(timeline),
      canceledAt: null,
      cancellationReason: null,
    };
    // Checked as a whole before anything is there: what is refused leaves no intent behind that nobody knows of.
    const submission = given.confirm === true ? prepareSubmission(psp, { intent, confirmation: confirmationOf(given) }) : undefined;
    psp.cell.current.intents.set(id, intent);
    psp.emit({ type: "payment_intent.created", merchant: intent.merchant, key: intent.key, timeline, object: renderIntent(psp, intent) });
    if (submission !== undefined) submit(psp, submission);
    return shown(psp, id);
  },
};

const confirm: Operation = {
  name: "payment_intents.confirm",
  method: "POST",
  path: "/v1/payment_intents/:id/confirm",
  run(call) {
    const given = readParams(call.body, { ...confirmationParams, on_authentication: onAuthentication });
    const intent = intentFor(call, call.id);
    submit(call.psp, prepareSubmission(call.psp, { intent: { ...intent, onAuthentication: given.on_authentication ?? intent.onAuthentication }, confirmation: confirmationOf(given) }));
    return shown(call.psp, call.id);
  },
};

const capture: Operation = {
  name: "payment_intents.capture",
  method: "POST",
  path: "/v1/payment_intents/:id/capture",
  run(call) {
    const { psp } = call;
    const given = readParams(call.body, { amount_to_capture: optional(amount), statement_descriptor: descriptor, metadata: optional(metadata) });
    const intent = intentFor(call, call.id);
    if (statusOf(psp, intent) !== "requires_capture") throw wrongState(psp, { intent, to: "be captured" });
    const { capturable } = amountsOf(psp, intent);
    const wanted = given.amount_to_capture ?? capturable;
    if (wanted > capturable) throw badParameter({ name: "amount_to_capture", code: "amount_too_large", message: `At most ${capturable} can be captured.` });
    psp.cell.current.intents.set(intent.id, { ...intent, statementDescriptor: given.statement_descriptor ?? intent.statementDescriptor, metadata: { ...intent.metadata, ...given.metadata } });
    psp.rails.card.capture({ id: intent.id, amount: wanted });
    return shown(psp, call.id);
  },
};

const cancel: Operation = {
  name: "payment_intents.cancel",
  method: "POST",
  path: "/v1/payment_intents/:id/cancel",
  run(call) {
    const { psp } = call;
    const given = readParams(call.body, { cancellation_reason: optional(oneOf("requested_by_merchant", "duplicate", "abandoned", "fraudulent")) });
    const intent = intentFor(call, call.id);
    const on = onRail(psp, intent);
    const status = statusOf(psp, intent);
    const open = status === "requires_payment_method" || status === "requires_confirmation" || status === "requires_action" || status === "requires_capture";
    const withdrawable = on !== undefined && on.rail !== "card" && on.rail !== "sepa-instant" && on.payment.state === "submitted";
    if (!open && !withdrawable) throw wrongState(psp, { intent, to: "be canceled" });
    const canceled = { ...intent, canceledAt: psp.clock.now(intent.timeline), cancellationReason: given.cancellation_reason ?? "requested_by_merchant" } as const;
    psp.cell.current.intents.set(intent.id, canceled);
    try {
      if (on?.rail === "card") psp.rails.card.void(intent.id);
      else if (withdrawable) (on.rail === "ach" ? psp.rails.ach : psp.rails.sepaDebit).cancel(intent.id);
      else psp.emit({ type: "payment_intent.canceled", merchant: intent.merchant, key: intent.key, timeline: intent.timeline, object: renderIntent(psp, canceled) });
    } catch (error) {
      psp.cell.current.intents.set(intent.id, intent);
      throw error instanceof RailError ? refusedByRail(error) : error;
    }
    return shown(psp, call.id);
  },
};

const get: Operation = {
  name: "payment_intents.get",
  method: "GET",
  path: "/v1/payment_intents/:id",
  run: (call) => ({ body: renderIntent(call.psp, intentFor(call, call.id)) }),
};

const list: Operation = {
  name: "payment_intents.list",
  method: "GET",
  path: "/v1/payment_intents",
  takesQuery: true,
  run({ psp, key, query }) {
    const { merchant_account: merchant, merchant_reference: reference, payment_method: method, status, ...page } = readQuery(query, listParams);
    return pageOf({
      items: [...psp.cell.current.intents.values()].filter((intent) => mayActFor(key, intent.merchant)),
      matches: (intent) =>
        (merchant === undefined || intent.merchant === merchant) && (reference === undefined || intent.merchantReference === reference) && (method === undefined || intent.paymentMethod === method) && (status === undefined || statusOf(psp, intent) === status),
      page,
      size: 10,
      render: (intent) => renderIntent(psp, intent),
    });
  },
};

function shown(psp: PspContext, id: string): { body: Readonly<Record<string, unknown>> } {
  const intent = psp.cell.current.intents.get(id);
  if (intent === undefined) throw notFound("payment intent", id);
  return { body: renderIntent(psp, intent) };
}

export const operations: readonly Operation[] = [create, confirm, capture, cancel, list, get];
