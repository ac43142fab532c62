import type { PaymentRequirements } from "../../../spec/types.ts";
import { findCardNumbers } from "../../rails/card-data.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { isCurrency, isPaymentId, parseCaptureDeadline, parseMinorUnits, parsePsp } from "./terms.ts";

/** Reads what a settle asks for: scheme_auth_capture_card.md 4.3, 4.4 and 4.6. Its form, and none of what became of the payment. */

export const faults = defineFaults({
  "facilitator.auth-capture-card.card-numbers-passed-on": { role: "facilitator", bug: "BUG: hands card numbers in a payload on to the PSP" },
  "facilitator.auth-capture-card.flow-authorization-charged": { role: "facilitator", bug: "BUG: charges the card at once under the authorization flow" },
  "facilitator.auth-capture-card.deadline-demanded": { role: "facilitator", bug: "BUG: refuses card offers without captureDeadline" },
});

/** What is required of a payment. */
export interface Terms {
  readonly network: string;
  readonly psp: string;
  readonly payTo: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Minor units to hold. */
  readonly amount: bigint;
  /** Unix seconds; without it the PSP's own period counts. */
  readonly captureDeadline: number | undefined;
  readonly maxTimeoutSeconds: number;
  /** Only by a fault: collect at once. */
  readonly atOnce: boolean;
}

/** What ends a payment. `amount` in minor units. */
export type Operation = { readonly type: "capture"; readonly amount: bigint } | { readonly type: "void" };

export type SettleRequest =
  | { readonly kind: "hold"; readonly terms: Terms; readonly paymentId: string; readonly token: string }
  | { readonly kind: "lifecycle"; readonly terms: Terms; readonly paymentId: string; readonly operation: Operation }
  /** Reads well, and names an operation that cards do not relay. */
  | { readonly kind: "foreign-operation"; readonly terms: Terms; readonly paymentId: string; readonly type: string };

export type ParsedRequest = { readonly ok: true; readonly request: SettleRequest } | { readonly ok: false; readonly reason: ErrorReason };

export interface RequestToParse {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
}

/** @param options.providers names of the PSPs this facilitator has an account with */
export function createRequestParser(options: { providers: readonly string[]; faults: FaultSet }): (request: RequestToParse) => ParsedRequest {
  const fault = faultPoints({ declared: faults, active: options.faults });

  const termsOf = (requirements: PaymentRequirements): Terms | undefined => {
    const { network, asset, payTo, maxTimeoutSeconds, extra } = requirements;
    const psp = parsePsp(extra);
    const amount = parseMinorUnits(requirements.amount);
    const deadline = parseCaptureDeadline(extra);
    const atOnce = extra?.["paymentFlow"] === "authorization" && fault("facilitator.auth-capture-card.flow-authorization-charged");
    if (psp === undefined || !options.providers.includes(psp) || amount === undefined || !deadline.ok) return undefined;
    if (!isCurrency(asset) || payTo === "" || !(maxTimeoutSeconds > 0) || (extra?.["paymentFlow"] !== "escrow" && !atOnce)) return undefined;
    if (deadline.seconds === undefined && fault("facilitator.auth-capture-card.deadline-demanded")) return undefined;
    return { network, psp, payTo, currency: asset, amount, captureDeadline: deadline.seconds, maxTimeoutSeconds, atOnce };
  };

  return ({ payload, accepted, requirements }) => {
    if (holdsCardNumber(payload) && !fault("facilitator.auth-capture-card.card-numbers-passed-on")) return { ok: false, reason: "invalid_payload" };
    const terms = termsOf(requirements);
    if (terms === undefined) return { ok: false, reason: "invalid_payment_requirements" };
    const { token, paymentId, type } = payload;
    if (!isPaymentId(paymentId)) return { ok: false, reason: "invalid_payload" };
    if (Object.hasOwn(payload, "type")) {
      const operation = operationOf(payload);
      if (operation !== undefined) return { ok: true, request: { kind: "lifecycle", terms, paymentId, operation } };
      return typeof type === "string" && type !== "capture" ? { ok: true, request: { kind: "foreign-operation", terms, paymentId, type } } : { ok: false, reason: "invalid_payload" };
    }
    if (typeof token !== "string" || token === "" || token.length > 255 || !token.isWellFormed()) return { ok: false, reason: "invalid_payload" };
    // What the client agreed to bounds what may be held of its money.
    const agreed = accepted.amount === requirements.amount && accepted.payTo === requirements.payTo && accepted.extra?.["psp"] === requirements.extra?.["psp"];
    return agreed ? { ok: true, request: { kind: "hold", terms, paymentId, token } } : { ok: false, reason: "invalid_payment_requirements" };
  };
}

/** 8.1: in any member, at any depth, as a text, a number or a name. */
function holdsCardNumber(payload: Readonly<Record<string, unknown>>): boolean {
  return findCardNumbers(JSON.stringify(payload)).length > 0;
}

function operationOf({ type, amount: text }: Readonly<Record<string, unknown>>): Operation | undefined {
  if (type === "void") return { type };
  const amount = parseMinorUnits(text);
  return type === "capture" && amount !== undefined ? { type, amount } : undefined;
}
