import { assertConsentable, type ConsentTerms, giveConsent, OPEN_CONSENT } from "../consents.ts";
import { newId, type PspContext } from "../context.ts";
import type { Operation } from "../operation.ts";
import type { JsonObject } from "../../../json.ts";
import { amount, flag, object, optional, readParams, text, timestamp } from "../params.ts";
import { findPaymentMethod, mint, openInstrument, renderPaymentMethod } from "../payment-methods.ts";
import { badParameter } from "../psp-error.ts";
import { testInstrumentOf } from "../test-instruments.ts";
import type { PaymentMethod } from "../types.ts";

/**
 * Stands for what happens on a provider's own page, where payers enter card numbers: the API takes none. A new token
 * comes from a test token, with a card or account and an owner of its own.
 */
const create: Operation = {
  name: "payment_methods.create",
  method: "POST",
  path: "/v1/payment_methods",
  run({ psp, body }) {
    const given = readParams(body, { test_token: text(), single_use: optional(flag), consent: optional(object) });
    const test = testInstrumentOf(given.test_token);
    if (test === undefined) throw badParameter({ name: "test_token", message: "test_token is one of the test tokens, for example pm_test_card_visa." });
    if (given.consent !== undefined) assertConsentable(test.kind.type);
    const terms = given.consent === undefined ? OPEN_CONSENT : termsOf(given.consent);
    const owner = newId(psp, "cus");
    const method = mint(psp, { type: test.kind.type, instrument: openInstrument(psp, { owner, kind: test.kind, backed: true }), owner, singleUse: given.single_use ?? false });
    return { body: renderPaymentMethod(psp, test.kind.type === "sepa_instant" ? giveConsent(psp, { method, terms }) : method) };
  },
};

/** Stands for the page of the payer's bank, where a consent is given. */
const consent: Operation = {
  name: "payment_methods.consent",
  method: "POST",
  path: "/v1/payment_methods/:id/consent",
  run: ({ psp, id, body }) => ({ body: renderPaymentMethod(psp, giveConsent(psp, { method: findPaymentMethod(psp, id), terms: termsOf(body) })) }),
};

function termsOf(body: JsonObject): ConsentTerms {
  const given = readParams(body, { merchant_account: optional(text()), amount: optional(amount), expires_at: optional(timestamp), single_use: optional(flag) });
  return { merchant: given.merchant_account, amount: given.amount, expiresAt: given.expires_at, once: given.single_use };
}

const get: Operation = {
  name: "payment_methods.get",
  method: "GET",
  path: "/v1/payment_methods/:id",
  run: ({ psp, id }) => ({ body: renderPaymentMethod(psp, findPaymentMethod(psp, id)) }),
};

const detach: Operation = {
  name: "payment_methods.detach",
  method: "POST",
  path: "/v1/payment_methods/:id/detach",
  run: ({ psp, id, body }) => {
    readParams(body, {});
    return { body: renderPaymentMethod(psp, put(psp, { ...findPaymentMethod(psp, id), detached: true })) };
  },
};

function put(psp: PspContext, method: PaymentMethod): PaymentMethod {
  psp.cell.current.paymentMethods.set(method.id, method);
  return method;
}

export const operations: readonly Operation[] = [create, get, consent, detach];
