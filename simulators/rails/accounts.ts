import type { AccountRef } from "./ledger/ledger.ts";

/** Who has accounts in the books, and what for. */

/** A payer's money at the bank. `held` is blocked for a payment and still the payer's. */
export const payerAccount = (owner: string): AccountRef => ({ owner, purpose: "available" });
export const heldAccount = (owner: string): AccountRef => ({ owner, purpose: "held" });

/** A merchant's money at a payment service provider. `pending` has not been cleared yet. */
export const merchantPending = (options: { merchant: string; psp: string }): AccountRef => ({ owner: options.merchant, purpose: `pending@${options.psp}` });
export const merchantAvailable = (options: { merchant: string; psp: string }): AccountRef => ({ owner: options.merchant, purpose: `available@${options.psp}` });
/** Taken from a merchant for a refund that is on its way. */
export const merchantOutgoing = (options: { merchant: string; psp: string }): AccountRef => ({ owner: options.merchant, purpose: `outgoing@${options.psp}` });

/** What the payers' banks have put up for payments that come back, or are disputed. */
export const bankFloat = (rail: string): AccountRef => ({ owner: `bank:${rail}`, purpose: "float" });

/** Where the money of the simulated world comes from. */
export const outside: AccountRef = { owner: "outside", purpose: "money" };

/** Whether an account's balance may be below nothing. */
export function mayOwe({ owner, purpose }: AccountRef): boolean {
  return owner === outside.owner || owner.startsWith("bank:") || purpose.startsWith("available@");
}
