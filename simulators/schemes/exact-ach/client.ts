import { createBankClient } from "../../bank-payments/client.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { achUs } from "./network.ts";

/** Client half of `exact` on `ach:us`: experimental/ach.md. */

export const faults = defineFaults({
  "client.exact-ach.token-account": { role: "client", bug: "BUG: presents a routing and an account number as the token" },
});

export const createClient = createBankClient({
  network: achUs,
  bends: (active) => {
    const fault = faultPoints({ declared: faults, active });
    return { token: (token) => (fault("client.exact-ach.token-account") ? madeUpAccount() : token) };
  },
});

/** Of nobody: an account of zeros behind a routing number that passes the test of its digits, and that no bank has. */
function madeUpAccount(): string {
  return `${"0".repeat(9)} ${"0".repeat(10)}`;
}
