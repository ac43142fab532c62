import type { VerifyResponse } from "../../spec/types.ts";
import { defineFaults, faultPoints } from "../faults.ts";
import type { PaymentToJudge } from "../schemes/scheme.ts";
import type { Authorization } from "./authorize.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import type { BankRequest, ReadBankRequest } from "./read-request.ts";
import type { PaymentRecord } from "./records.ts";

/** Whether a payment could be started: experimental/bank-payments.md, 6.1. Creates nothing. */

export const faults = defineFaults({
  "facilitator.bank-payments.verify-creates": { role: "facilitator", bug: "BUG: makes the payment at the PSP when it is verified, without starting it" },
  "facilitator.bank-payments.verify-accepted-valid": { role: "facilitator", bug: "BUG: finds a payment valid that was accepted and delivered for" },
  "facilitator.bank-payments.verify-unknown-invalid": { role: "facilitator", bug: "BUG: finds a payment invalid of which the PSP has not answered, as one that was delivered for" },
  "facilitator.bank-payments.verify-examines-anew": { role: "facilitator", bug: "BUG: asks for the payer's authorisation again when a payment is verified that has used it up" },
});

export interface VerifyParts extends FacilitatorParts {
  readonly read: (presented: PaymentToJudge) => ReadBankRequest;
  readonly authorize: (request: BankRequest) => Promise<Authorization>;
}

export function createVerify(parts: VerifyParts): (presented: PaymentToJudge) => Promise<VerifyResponse> {
  const { network, records, providers } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });
  const invalid = (invalidReason: string): VerifyResponse => ({ isValid: false, invalidReason });
  const valid = (payer: string | undefined): VerifyResponse => ({ isValid: true, ...(payer === undefined ? {} : { payer }) });

  /** A payment that was started before is not looked at again: its settle resumes it. */
  const ofKnown = ({ state, delivered, deliverOn, payer }: PaymentRecord): VerifyResponse => {
    if (state === "refused") return invalid(network.codes.refused);
    if (state === "returned") return invalid(network.codes.returned);
    if (!delivered) return state === "starting" && fault("facilitator.bank-payments.verify-unknown-invalid") ? invalid("duplicate_settlement") : valid(payer);
    return deliverOn === "accepted" && fault("facilitator.bank-payments.verify-accepted-valid") ? valid(payer) : invalid("duplicate_settlement");
  };

  return async (presented) => {
    const read = parts.read(presented);
    if (!read.ok) return invalid(read.reason);
    const { request } = read;
    const known = records.get(request.key);
    const examined = known?.state === "starting" && fault("facilitator.bank-payments.verify-examines-anew");
    if (known !== undefined && !examined) return known.terms === request.fingerprint ? ofKnown(known) : invalid(network.codes.idConflict);
    const authorization = await parts.authorize(request);
    if (!authorization.ok) return invalid(authorization.reason ?? "unexpected_verify_error");
    if (fault("facilitator.bank-payments.verify-creates")) {
      const { terms } = request;
      await providers.client(terms.psp)?.call({ method: "POST", path: "/v1/payment_intents", body: { amount: Number(terms.amount), currency: terms.asset, merchant_account: terms.payTo, payment_method: request.token, confirm: false } });
    }
    return valid(authorization.payer);
  };
}
