import { isIban } from "../../bank-payments/account-data.ts";
import { createBankServer } from "../../bank-payments/server.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { madeUpIban } from "./made-up-iban.ts";
import { sepaEu } from "./network.ts";

/** Server half of `exact` on `sepa:eu`: experimental/sepa.md. */

export const faults = defineFaults({
  "server.exact-sepa.rail-missing": { role: "server", bug: "BUG: does not say which rail it wants to be paid over" },
  "server.exact-sepa.rail-other": { role: "server", bug: "BUG: offers ordinary credit transfers" },
  "server.exact-sepa.account-shown": { role: "server", bug: "BUG: shows the merchant's IBAN in its offers" },
  "server.exact-sepa.instant-accepted": { role: "server", bug: "BUG: delivers instant transfers on acceptance" },
});

export const createServer = createBankServer({
  network: sepaEu,
  isAccountNumber: isIban,
  bend: (active) => {
    const fault = faultPoints({ declared: faults, active });
    return (requirements) => {
      if (fault("server.exact-sepa.account-shown")) return { ...requirements, extra: { ...requirements.extra, creditTo: madeUpIban() } };
      const { rail, ...withoutRail } = { ...requirements.extra };
      if (fault("server.exact-sepa.rail-missing")) return { ...requirements, extra: withoutRail };
      if (fault("server.exact-sepa.rail-other")) return { ...requirements, extra: { ...withoutRail, rail: "sct" } };
      if (rail !== "sct-inst" || !fault("server.exact-sepa.instant-accepted")) return requirements;
      return { ...requirements, extra: { ...requirements.extra, deliverOn: "accepted", paymentFlow: "authorization" } };
    };
  },
});
