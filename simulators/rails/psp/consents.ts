import type { JsonObject } from "../../json.ts";
import { limitsFor, type PspContext, seconds } from "./context.ts";
import { badParameter, PspError } from "./psp-error.ts";
import type { Consent, Intent, PaymentMethod } from "./types.ts";

/** What a payer consents to. Whatever is left out is not bound. */
export interface ConsentTerms {
  readonly merchant?: string | undefined;
  /** Minor units: this amount, no other. */
  readonly amount?: bigint | undefined;
  /** Milliseconds since the Unix epoch, on the payer's timeline. */
  readonly expiresAt?: number | undefined;
  /** Whether it is for one transfer. Default true. */
  readonly once?: boolean | undefined;
}

/** For tokens that are made without a word about consent: to anything, again and again. No bank would take it; a test that is about something else wants it. */
export const OPEN_CONSENT: ConsentTerms = { once: false };

/** Why a consent does not stand. */
export type ConsentEnd = "used" | "expired" | "revoked";

/** @throws PspError 400 */
export function assertConsentable(type: PaymentMethod["type"]): void {
  if (type !== "sepa_instant") throw badParameter({ name: "consent", code: "consent_not_supported", message: `A payment method of the type ${type} is not paid with by transfer and has no consent.` });
}

/** The payer consents at the bank. A consent that the token had before is gone. */
export function giveConsent(psp: PspContext, options: { method: PaymentMethod; terms: ConsentTerms }): PaymentMethod {
  const { merchant, amount, expiresAt, once = true } = options.terms;
  const { id, owner, type } = options.method;
  assertConsentable(type);
  const consent: Consent = { merchant: merchant ?? null, amount: amount ?? null, expiresAt: expiresAt ?? null, once, usedBy: null, revoked: false, givenAt: psp.clock.now(owner) };
  return keep(psp, { id, consent });
}

/** The payer takes it back. */
export function revokeConsent(psp: PspContext, method: PaymentMethod): PaymentMethod {
  return method.consent === null ? method : keep(psp, { id: method.id, consent: { ...method.consent, revoked: true } });
}

/** @returns why it stands no longer; `null` while it stands */
export function consentEnd(psp: PspContext, options: { consent: Consent; owner: string }): ConsentEnd | null {
  const { consent, owner } = options;
  if (consent.revoked) return "revoked";
  if (consent.once && consent.usedBy !== null) return "used";
  return consent.expiresAt !== null && psp.clock.now(owner) >= consent.expiresAt ? "expired" : null;
}

/**
 * Checks that a transfer may be started. Changes nothing.
 *
 * @throws PspError 400, but where the provider leaves that to its users
 */
export function checkConsent(psp: PspContext, { method, intent }: { method: PaymentMethod; intent: Intent }): void {
  const { consent, owner } = method;
  if (method.type !== "sepa_instant" || !limitsFor(psp, intent.merchant).enforceConsents) return;
  if (consent === null) throw badParameter({ name: "payment_method", code: "consent_required", message: "The payer has given no consent for a transfer with this payment method." });
  const end = consentEnd(psp, { consent, owner });
  if (end !== null) throw new PspError({ status: 400, code: "consent_inactive", message: `The payer's consent stands no longer: it is ${end}.`, details: { param: "payment_method", inactive_reason: end } });
  if (consent.merchant !== null && consent.merchant !== intent.merchant) throw badParameter({ name: "merchant_account", code: "consent_invalid", message: "The payer's consent is for another merchant." });
  if (consent.amount !== null && consent.amount !== intent.amount) throw badParameter({ name: "amount", code: "consent_invalid", message: "The payer's consent is for another amount." });
}

/** A transfer was started. Also one that the banks then turn down uses the consent up. */
export function useConsent(psp: PspContext, { method, intent }: { method: PaymentMethod; intent: Intent }): void {
  if (method.consent !== null) keep(psp, { id: method.id, consent: { ...method.consent, usedBy: intent.id } });
}

/** As the API shows it: whatever is `null` is not bound. */
export function renderConsent(psp: PspContext, { consent, owner }: PaymentMethod): JsonObject | null {
  if (consent === null) return null;
  return {
    status: consentEnd(psp, { consent, owner }) ?? "active",
    merchant_account: consent.merchant,
    amount: consent.amount === null ? null : Number(consent.amount),
    currency: "EUR",
    single_use: consent.once,
    expires_at: consent.expiresAt === null ? null : seconds(consent.expiresAt),
    created: seconds(consent.givenAt),
  };
}

function keep(psp: PspContext, options: { id: string; consent: Consent }): PaymentMethod {
  const { paymentMethods } = psp.cell.current;
  const method = paymentMethods.get(options.id);
  if (method === undefined) throw new Error(`The provider ${psp.name} has no payment method ${options.id}.`);
  const kept = { ...method, consent: options.consent };
  paymentMethods.set(kept.id, kept);
  return kept;
}
