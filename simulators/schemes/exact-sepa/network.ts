import { isIban, textsIn } from "../../bank-payments/account-data.ts";
import type { BankNetwork } from "../../bank-payments/network.ts";
import { isObject } from "../../json.ts";

/** What is particular to `sepa:eu`: experimental/sepa.md. */
export const sepaEu: BankNetwork = {
  network: "sepa:eu",
  namespace: "sepa",
  currency: "EUR",
  rails: [
    { name: "sct-inst", methodType: "sepa_instant", authorization: "consent", unauthorized: "sepa_consent_required", deliverOn: ["settled"], answersWithin: 10_000 },
    { name: "sdd-core", methodType: "sepa_debit", authorization: "mandate", unauthorized: "sepa_mandate_required", deliverOn: ["accepted", "settled"] },
  ],
  namesRail: true,
  reasonCode: /^[A-Z0-9]{4}$/,
  codes: { tokenInvalid: "sepa_token_invalid", refused: "sepa_refused", returned: "sepa_returned", idConflict: "sepa_payment_id_conflict", unknown: "sepa_payment_unknown", notAuthenticated: "sepa_server_not_authenticated" },
  announce: (psps) => ({ rails: Object.fromEntries(sepaEu.rails.map(({ name }) => [name, psps])) }),
  announced: ({ extra, rail }) => (isObject(extra["rails"]) ? extra["rails"][rail.name] : undefined),
  holdsAccount: (payload) => textsIn(payload).some(isIban),
};
