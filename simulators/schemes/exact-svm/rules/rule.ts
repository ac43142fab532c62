import type { ParsedPayment } from "../parse-payment.ts";
import type { ChainAccount } from "../chain-accounts.ts";
import type { Defect } from "../defects.ts";
import type { Inspection } from "../inspect.ts";

/** A rule that needs nothing but the transaction, its lookup tables being resolved. */
export type Rule = (input: RuleInput) => readonly Defect[];

export interface RuleInput {
  readonly payment: ParsedPayment;
  readonly inspection: Inspection;
  /** The address this half signs with. */
  readonly sponsor: string;
}

/** A rule about what the chain says. */
export type ChainRule = (input: RuleInput & { readonly reading: PaymentReading }) => readonly Defect[];

/** One state of the chain as a payment sees it. */
export interface PaymentReading {
  readonly source: ChainAccount | undefined;
  readonly destination: ChainAccount | undefined;
  /** The error of a simulated run as the node tells it; `null` for none. */
  readonly executionError: unknown;
}

/** Who must be kept out of the transaction: our signer, and whom the requirements name as such. */
export function isolatedAddresses({ payment, sponsor }: RuleInput): ReadonlySet<string> {
  return new Set([sponsor, payment.required.feePayer]);
}
