import { defineFaults, faultPoints } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { type Order, order, type Ordered } from "./bank-psp.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import { type Inquirer, referenceOf } from "./inquire.ts";
import { letters } from "./payment-id.ts";
import type { BankRequest } from "./read-request.ts";
import type { PaymentRecord } from "./records.ts";

/** The one order that moves money: experimental/bank-payments.md, 6.2 and 6.6. */

export const faults = defineFaults({
  "facilitator.bank-payments.amount-more": { role: "facilitator", bug: "BUG: moves a minor unit more than the amount" },
  "facilitator.bank-payments.paid-twice": { role: "facilitator", bug: "BUG: orders every payment over banks twice" },
  "facilitator.bank-payments.idempotency-missing": { role: "facilitator", bug: "BUG: orders payments over banks without an idempotency key" },
  "facilitator.bank-payments.idempotency-random": { role: "facilitator", bug: "BUG: makes a new idempotency key for every attempt" },
  "facilitator.bank-payments.silence-refused": { role: "facilitator", bug: "BUG: takes a missing answer of the PSP for a refusal" },
  "facilitator.bank-payments.silence-pending": { role: "facilitator", bug: "BUG: takes a missing answer of the PSP for an acceptance" },
});

export type Submitted =
  /** The PSP has it; the record says where it stands. */
  | { readonly kind: "known"; readonly record: PaymentRecord }
  /** It was not started after all, and is forgotten. */
  | { readonly kind: "not-started"; readonly reason: string }
  | { readonly kind: "unknown"; readonly record: PaymentRecord };

export function createSubmitter(parts: FacilitatorParts & { inquirer: Inquirer }): (options: { request: BankRequest; record: PaymentRecord; further?: JsonObject | undefined }) => Promise<Submitted> {
  const { network, providers, records, effects, inquirer } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });

  const keyFor = (reference: string): string | undefined => {
    if (fault("facilitator.bank-payments.idempotency-missing")) return undefined;
    return fault("facilitator.bank-payments.idempotency-random") ? `${reference}-${letters(effects.randomBytes(8))}` : reference;
  };

  const send = async ({ request, record, further }: { request: BankRequest; record: PaymentRecord; further?: JsonObject | undefined }): Promise<Ordered> => {
    const psp = providers.client(record.psp);
    if (psp === undefined) return { kind: "unknown" };
    const { terms, token, key } = request;
    const reference = referenceOf(key, record);
    const idempotencyKey = keyFor(reference);
    const wanted: Order = {
      amount: Number(terms.amount) + (fault("facilitator.bank-payments.amount-more") ? 1 : 0),
      currency: terms.asset,
      merchant: terms.payTo,
      token,
      reference,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      mandate: record.mandate,
      ...(further === undefined ? {} : { further }),
    };
    const ordered = await order(psp, wanted);
    if (ordered.kind === "made" && fault("facilitator.bank-payments.paid-twice")) await order(psp, { ...wanted, reference: `${reference}x`, idempotencyKey: `${reference}x` });
    return ordered;
  };

  return async ({ request, record, further }) => {
    const { key } = request;
    const ordered = await send({ request, record, further });
    if (ordered.kind === "made") {
      const taken = inquirer.take({ key, record, intent: ordered.intent });
      return taken === undefined ? { kind: "unknown", record } : { kind: "known", record: taken };
    }
    if (ordered.kind === "unknown") {
      if (fault("facilitator.bank-payments.silence-refused")) return { kind: "known", record: records.put(key, { ...record, state: "refused" }) };
      if (fault("facilitator.bank-payments.silence-pending")) return { kind: "known", record: { ...record, state: "pending", transaction: `pending-${key.slice(0, 8)}` } };
      return { kind: "unknown", record };
    }
    if (ordered.why === "other") {
      const code = ordered.reasonCode;
      const refused = records.put(key, { ...record, state: "refused", ...(typeof code === "string" && network.reasonCode.test(code) ? { reasonCode: code } : {}) });
      return { kind: "known", record: refused };
    }
    // The authorisation ended after it was looked at. The payer may give another one and present the same payment.
    records.forget(key);
    return { kind: "not-started", reason: ordered.why === "token" ? network.codes.tokenInvalid : request.terms.rail.unauthorized };
  };
}
