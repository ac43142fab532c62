import type { BankNetwork } from "../../methods/bank-networks.ts";
import { ibanIn, routedAccountIn } from "../account-data.ts";

/** ach.md 7 and sepa.md 6: how the number of an account is known, by network. */

const ACCOUNT_IN = { ach: routedAccountIn, sepa: ibanIn };
const DIGITS_ONLY = /^[\d -]*\d[\d -]*$/;

/** What is wrong with a text that has the number of an account in it; `undefined` where nothing is. */
export function accountIn(area: BankNetwork["area"], text: string): string | undefined {
  return ACCOUNT_IN[area](text);
}

/** The same for a text that stands where an opaque name has to: nothing but digits is on ACH no such name. */
export function accountInsteadOf(area: BankNetwork["area"], name: string): string | undefined {
  return accountIn(area, name) ?? (area === "ach" && DIGITS_ONLY.test(name) ? "digits only" : undefined);
}
