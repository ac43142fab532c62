import type { PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, faultPoints } from "../faults.ts";
import { jsonEqual } from "../json.ts";
import { holdsCardNumber } from "./account-data.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import { digest, paymentKey, readPayment } from "./payment-id.ts";
import { type BankTerms, type Oddity, readTerms } from "./terms.ts";

/** What can be judged of a payment without asking anybody: experimental/bank-payments.md, 6.1, numbers 1 and 2. */

export const faults = defineFaults({
  "facilitator.bank-payments.currency-ignored": { role: "facilitator", bug: "BUG: takes payments over banks in any currency" },
  "facilitator.bank-payments.pair-ignored": { role: "facilitator", bug: "BUG: takes requirements whose paymentFlow does not belong to their deliverOn" },
  "facilitator.bank-payments.psp-defaulted": { role: "facilitator", bug: "BUG: takes its first PSP in the place of one it does not have" },
  "facilitator.bank-payments.account-data-passed": { role: "facilitator", bug: "BUG: passes on payloads with the number of a bank account or card" },
  "facilitator.bank-payments.payment-id-global": { role: "facilitator", bug: "BUG: tells payments over banks apart by paymentId alone" },
});

/** A client's payment, as far as it says itself what it is. */
export interface BankRequest {
  readonly terms: BankTerms;
  readonly token: string;
  /** What it is kept under. */
  readonly key: string;
  /** Digest of what it cannot be presented with otherwise. */
  readonly fingerprint: string;
}

export type ReadBankRequest = { readonly ok: true; readonly request: BankRequest } | { readonly ok: false; readonly reason: "invalid_payload" | "invalid_payment_requirements" };

interface Presented {
  readonly payload: Record<string, unknown>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
}

export function createRequestReader(parts: FacilitatorParts): { read(presented: Presented): ReadBankRequest; keyOf(options: { payTo: string; paymentId: string }): string } {
  const { network, providers, bends } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });

  const overlooks = (oddity: Oddity): boolean =>
    (oddity === "currency" && fault("facilitator.bank-payments.currency-ignored")) || (oddity === "pair" && fault("facilitator.bank-payments.pair-ignored")) || bends.overlooks?.(oddity) === true;

  const keyOf = ({ payTo, paymentId }: { payTo: string; paymentId: string }): string => paymentKey({ network: network.network, payTo: fault("facilitator.bank-payments.payment-id-global") ? "" : payTo, paymentId });

  const termsOf = (requirements: PaymentRequirements): BankTerms | undefined => {
    const { terms, oddities } = readTerms({ network, requirements });
    if (!oddities.every(overlooks)) return undefined;
    if (providers.client(terms.psp) !== undefined) return terms;
    const [first] = providers.names;
    return first !== undefined && fault("facilitator.bank-payments.psp-defaulted") ? { ...terms, psp: first } : undefined;
  };

  return {
    keyOf,
    read({ payload, accepted, requirements }) {
      const terms = termsOf(requirements);
      if (terms === undefined || !agree(accepted, requirements)) return { ok: false, reason: "invalid_payment_requirements" };
      const payment = readPayment(payload);
      if (payment === undefined) return { ok: false, reason: "invalid_payload" };
      // An identity may be digits alone, and one in ten of those passes for a card's number.
      const { paymentId: _, ...further } = payload;
      const numbered = network.holdsAccount(payload) || holdsCardNumber(further);
      if (numbered && !fault("facilitator.bank-payments.account-data-passed")) return { ok: false, reason: "invalid_payload" };
      const { token, paymentId } = payment;
      const { payTo, asset, amount, psp, rail, deliverOn } = terms;
      const fingerprint = digest([token, payTo, asset, String(amount), psp, rail.name, deliverOn]);
      return { ok: true, request: { terms, token, key: keyOf({ payTo, paymentId }), fingerprint } };
    },
  };
}

/** What the client has agreed to is what is asked for. The token binds neither amount nor delivery: `accepted` is all that does. */
function agree(accepted: PaymentRequirements, requirements: PaymentRequirements): boolean {
  const bound = (one: PaymentRequirements): unknown => {
    const { psp, rail, deliverOn, paymentFlow } = one.extra ?? {};
    return [one.amount, one.payTo, one.asset, psp, rail, deliverOn, paymentFlow].map((member) => member ?? null);
  };
  return jsonEqual(bound(accepted), bound(requirements));
}
