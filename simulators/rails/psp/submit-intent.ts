import type { DebitSpeed } from "../debit/types.ts";
import type { RailError } from "../errors.ts";
import { INSTANT_MAX_AMOUNT } from "../sepa/instant-rail.ts";
import { checkConsent, useConsent } from "./consents.ts";
import { limitsFor, type PspContext } from "./context.ts";
import { onRail, statusOf } from "./intents.ts";
import { createMandate, mandateFor, type MandateTerms, tooMuch, useMandate } from "./mandates.ts";
import { findPaymentMethod } from "./payment-methods.ts";
import { badParameter, PspError } from "./psp-error.ts";
import { lastErrorOf, renderIntent } from "./render-intent.ts";
import type { Intent, Mandate, PaymentMethod } from "./types.ts";

/** What a confirmation may add to an intent. */
export interface Confirmation {
  readonly paymentMethod?: string | undefined;
  readonly mandate?: string | undefined;
  /** The payer authorizes debits with this very payment. */
  readonly mandateData?: MandateTerms | undefined;
}

/** An intent and what it is paid with, found fit for each other. */
export interface Submission {
  readonly intent: Intent;
  readonly method: PaymentMethod;
  /** Of a direct debit: the mandate there is, or what the payer has just signed. */
  readonly mandate: Mandate | MandateTerms | undefined;
}

/**
 * Checks everything that can be checked without the rail. Changes nothing.
 *
 * @throws PspError 400 or 404
 */
export function prepareSubmission(psp: PspContext, options: { intent: Intent; confirmation: Confirmation }): Submission {
  const { intent, confirmation } = options;
  checkConfirmable(psp, intent);
  const token = confirmation.paymentMethod ?? intent.paymentMethod;
  if (token === null) throw badParameter({ name: "payment_method", code: "parameter_missing", message: "A payment method is needed to confirm." });
  const method = usable(psp, { token, intent });
  checkFits(psp, { intent, method });
  checkConsent(psp, { method, intent });
  return { intent, method, mandate: isDebited(method) ? mandateOf(psp, { intent, method, confirmation }) : undefined };
}

/**
 * Hands an intent to its rail.
 *
 * @throws PspError 402 where issuer or bank refuses; the intent is in the error, and in the books of the provider
 */
export function submit(psp: PspContext, { intent: given, method, mandate: signed }: Submission): Intent {
  const mandate = signed === undefined || "id" in signed ? signed : createMandate(psp, { method, merchant: given.merchant, ...signed });
  const intent: Intent = { ...given, paymentMethod: method.id, mandate: mandate?.id ?? null, rail: RAILS[method.type], timeline: method.owner };
  psp.cell.current.intents.set(intent.id, intent);
  if (method.singleUse) psp.cell.current.paymentMethods.set(method.id, { ...method, usedBy: intent.id });
  if (mandate !== undefined) useMandate(psp, { mandate, intent });
  useConsent(psp, { method, intent });
  hand(psp, { intent, method });
  refuseIfDeclined(psp, intent);
  return intent;
}

/** The cardholder has been through the challenge. */
export function authenticateIntent(psp: PspContext, intent: Intent): void {
  const payment = psp.rails.card.authenticate({ id: intent.id, allowPart: intent.allowPart });
  if (payment.state === "authorized" && intent.captureMethod === "automatic") psp.rails.card.capture({ id: intent.id, amount: payment.held });
}

export const isDebited = ({ type }: Pick<PaymentMethod, "type">): boolean => type === "us_bank_account" || type === "sepa_debit";

function mandateOf(psp: PspContext, options: { intent: Intent; method: PaymentMethod; confirmation: Confirmation }): Submission["mandate"] {
  const { intent, method, confirmation } = options;
  const { mandateData: signed } = confirmation;
  if (signed === undefined) return mandateFor(psp, { method, intent, named: confirmation.mandate ?? intent.mandate });
  if (signed.maxAmount !== undefined && intent.amount > signed.maxAmount) throw tooMuch(signed.maxAmount);
  return signed;
}

const RAILS = { card: "card", us_bank_account: "ach", sepa_debit: "sepa-debit", sepa_instant: "sepa-instant" } as const;

function hand(psp: PspContext, { intent, method }: { intent: Intent; method: PaymentMethod }): void {
  const { rails, name } = psp;
  const common = { id: intent.id, merchant: intent.merchant, psp: name, currency: intent.currency, amount: intent.amount, timeline: method.owner };
  if (method.type === "card") {
    const payment = rails.card.authorize({ ...common, card: method.instrument, indicator: intent.transactionIndicator, allowPart: intent.allowPart, unattended: intent.onAuthentication === "fail" });
    if (payment.state === "authorized" && intent.captureMethod === "automatic") rails.card.capture({ id: intent.id, amount: payment.held });
  } else if (method.type === "sepa_instant") rails.sepaInstant.send({ ...common, account: method.instrument });
  else (method.type === "us_bank_account" ? rails.ach : rails.sepaDebit).submit({ ...common, account: method.instrument, mandate: intent.mandate ?? "", speed: speedOf(intent) });
}

function checkConfirmable(psp: PspContext, intent: Intent): void {
  const status = statusOf(psp, intent);
  if (status !== "requires_payment_method" && status !== "requires_confirmation") throw wrongState(psp, { intent, to: "be confirmed" });
  const on = onRail(psp, intent);
  if (on?.rail === "card" && on.payment.attempts.length >= limitsFor(psp, intent.merchant).attemptsPerIntent) {
    throw new PspError({ status: 400, code: "attempt_limit_reached", message: `An intent is tried at most ${limitsFor(psp, intent.merchant).attemptsPerIntent} times. The issuer was not asked again.`, details: { payment_intent: renderIntent(psp, intent) } });
  }
}

function usable(psp: PspContext, { token, intent }: { token: string; intent: Intent }): PaymentMethod {
  const method = findPaymentMethod(psp, token);
  if (method.detached) throw badParameter({ name: "payment_method", code: "payment_method_detached", message: "This payment method was detached and can be charged no longer." });
  if (limitsFor(psp, intent.merchant).enforceSingleUse && method.usedBy !== null && method.usedBy !== intent.id) throw badParameter({ name: "payment_method", code: "payment_method_used", message: "This payment method is for one payment and was used for another one." });
  return method;
}

function checkFits(psp: PspContext, { intent, method: { type } }: { intent: Intent; method: PaymentMethod }): void {
  const only = { card: undefined, us_bank_account: "USD", sepa_debit: "EUR", sepa_instant: "EUR" }[type];
  if (only !== undefined && intent.currency !== only) throw badParameter({ name: "currency", code: "currency_not_supported", message: `A payment method of the type ${type} pays in ${only}.` });
  if (type !== "card" && intent.captureMethod === "manual") throw badParameter({ name: "capture_method", code: "capture_method_not_supported", message: `A payment method of the type ${type} has no holds: its capture_method is automatic.` });
  const debits = { us_bank_account: psp.rails.ach, sepa_debit: psp.rails.sepaDebit };
  if (type === "card") return;
  const limit = type === "sepa_instant" ? INSTANT_MAX_AMOUNT : debits[type].scheme.limit(speedOf(intent));
  if (intent.amount > limit) throw badParameter({ name: "amount", code: "amount_too_large", message: `${type === "sepa_instant" ? "An instant transfer" : `A ${intent.speed} debit of this kind`} is for at most ${limit}.` });
}

const speedOf = ({ speed }: Intent): DebitSpeed => (speed === "same_day" ? "same-day" : "standard");

function refuseIfDeclined(psp: PspContext, intent: Intent): void {
  const error = lastErrorOf(onRail(psp, intent));
  if (error === null) return;
  const { type, code, message, ...details } = error as { type: "card_error" | "bank_error"; code: string; message: string };
  throw new PspError({ status: 402, type, code, message, details: { ...details, payment_intent: renderIntent(psp, intent) } });
}

export function wrongState(psp: PspContext, options: { intent: Intent; to: string }): PspError {
  const { intent, to } = options;
  return new PspError({ status: 400, code: "intent_unexpected_state", message: `A payment intent that is ${statusOf(psp, intent)} cannot ${to}.`, details: { payment_intent: renderIntent(psp, intent) } });
}

/** What a rail refuses, in the words of the API. */
export function refusedByRail(error: RailError): PspError {
  const codes: Partial<Record<RailError["code"], string>> = { amount_above_hold: "amount_too_large", amount_above_refundable: "amount_too_large", limit_exceeded: "limit_exceeded", state_not_allowed: "intent_unexpected_state", currency_not_supported: "currency_not_supported" };
  return new PspError({ status: 400, code: codes[error.code] ?? "rail_refused", message: error.message });
}
