import { isDigitsOnly } from "../../bank-payments/account-data.ts";
import type { BankNetwork } from "../../bank-payments/network.ts";

/** What is particular to `ach:us`: experimental/ach.md. */
export const achUs: BankNetwork = {
  network: "ach:us",
  namespace: "ach",
  currency: "USD",
  rails: [{ name: "ach", methodType: "us_bank_account", authorization: "mandate", unauthorized: "ach_authorization_required", deliverOn: ["accepted", "settled"] }],
  namesRail: false,
  reasonCode: /^R\d\d$/,
  codes: { tokenInvalid: "ach_token_invalid", refused: "ach_debit_refused", returned: "ach_returned", idConflict: "ach_payment_id_conflict", unknown: "ach_payment_unknown", notAuthenticated: "ach_server_not_authenticated" },
  announce: (psps) => ({ psps }),
  announced: ({ extra }) => extra["psps"],
  holdsAccount: ({ token }) => typeof token === "string" && isDigitsOnly(token),
};
