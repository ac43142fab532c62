import type { FacilitatorBends } from "../../bank-payments/facilitator-parts.ts";
import { createBankFacilitator } from "../../bank-payments/facilitator.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { madeUpAccount } from "./made-up-account.ts";
import { achUs } from "./network.ts";

/** Facilitator half of `exact` on `ach:us`: experimental/ach.md. */

export const faults = defineFaults({
  "facilitator.exact-ach.account-in-reply": { role: "facilitator", bug: "BUG: names the payer by a routing and account number" },
});

export const createFacilitator = createBankFacilitator({ network: achUs, bends });

function bends(active: FaultSet): FacilitatorBends {
  const fault = faultPoints({ declared: faults, active });
  return { payer: (name) => (fault("facilitator.exact-ach.account-in-reply") ? madeUpAccount() : name) };
}
