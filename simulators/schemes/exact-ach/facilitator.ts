import { createBankFacilitator } from "../../bank-payments/facilitator.ts";
import { achUs } from "./network.ts";

/** Facilitator half of `exact` on `ach:us`: experimental/ach.md. */
export const createFacilitator = createBankFacilitator({ network: achUs });
