import { isDigitsOnly } from "../../bank-payments/account-data.ts";
import { createBankServer } from "../../bank-payments/server.ts";
import { achUs } from "./network.ts";

/** Server half of `exact` on `ach:us`: experimental/ach.md. */
export const createServer = createBankServer({ network: achUs, isAccountNumber: isDigitsOnly });
