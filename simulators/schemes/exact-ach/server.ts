import { isDigitsOnly } from "../../bank-payments/account-data.ts";
import { createBankServer } from "../../bank-payments/server.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import { madeUpAccount } from "./made-up-account.ts";
import { achUs } from "./network.ts";

/** Server half of `exact` on `ach:us`: experimental/ach.md. */

export const faults = defineFaults({
  "server.exact-ach.account-shown": { role: "server", bug: "BUG: shows the merchant's routing and account number in its offers" },
});

export const createServer = createBankServer({
  network: achUs,
  isAccountNumber: isDigitsOnly,
  bend: (active) => {
    const fault = faultPoints({ declared: faults, active });
    return (requirements) => (fault("server.exact-ach.account-shown") ? { ...requirements, extra: { ...requirements.extra, creditTo: madeUpAccount() } } : requirements);
  },
});
