import { createBankClient } from "../../bank-payments/client.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { madeUpIban } from "./made-up-iban.ts";
import { sepaEu } from "./network.ts";

/** Client half of `exact` on `sepa:eu`: experimental/sepa.md. */

export const faults = defineFaults({
  "client.exact-sepa.token-iban": { role: "client", bug: "BUG: presents an IBAN as the token" },
  "client.exact-sepa.account-beside": { role: "client", bug: "BUG: sends an IBAN beside the token" },
  "client.exact-sepa.rail-ignored": { role: "client", bug: "BUG: pays offers with a rail it does not know" },
  "client.exact-sepa.accepted-instant-paid": { role: "client", bug: "BUG: pays offers of instant transfers that deliver on acceptance" },
  "client.exact-sepa.token-other-rail": { role: "client", bug: "BUG: presents a token that is for the other rail" },
});

export const createClient = createBankClient({
  network: sepaEu,
  bends: (active) => {
    const fault = faultPoints({ declared: faults, active });
    return {
      overlooks: (oddity) => (oddity === "rail" && fault("client.exact-sepa.rail-ignored")) || (oddity === "rail-deliver-on" && fault("client.exact-sepa.accepted-instant-paid")),
      overlooksRail: () => fault("client.exact-sepa.token-other-rail"),
      token: (token) => (fault("client.exact-sepa.token-iban") ? madeUpIban() : token),
      beside: () => (fault("client.exact-sepa.account-beside") ? { account: madeUpIban() } : {}),
    };
  },
});
