import { createBankClient } from "../../bank-payments/client.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { madeUpAccount } from "./made-up-account.ts";
import { achUs } from "./network.ts";

/** Client half of `exact` on `ach:us`: experimental/ach.md. */

export const faults = defineFaults({
  "client.exact-ach.token-account": { role: "client", bug: "BUG: presents a routing and an account number as the token" },
  "client.exact-ach.account-beside": { role: "client", bug: "BUG: sends a routing and an account number beside the token" },
});

export const createClient = createBankClient({
  network: achUs,
  bends: (active) => {
    const fault = faultPoints({ declared: faults, active });
    return { token: (token) => (fault("client.exact-ach.token-account") ? madeUpAccount() : token), beside: () => (fault("client.exact-ach.account-beside") ? { account: madeUpAccount() } : {}) };
  },
});
