import { merchantAvailable, merchantPending } from "./accounts.ts";
import type { Ledger } from "./ledger/ledger.ts";

/** What a merchant has at a provider in one currency, cleared or not; minor units. Below 0 where more was taken back than was there. */
export function merchantBalance(options: { ledger: Pick<Ledger, "balance">; payment: { readonly merchant: string; readonly psp: string; readonly currency: string } }): bigint {
  const { ledger, payment } = options;
  const { currency } = payment;
  return ledger.balance({ ...merchantPending(payment), currency }) + ledger.balance({ ...merchantAvailable(payment), currency });
}
