import type { RailDuration } from "../clock.ts";
import type { RailPayment, RailRefund } from "../rail.ts";

/**
 * What sends a direct debit back. A reject or refusal comes before settlement, a return or refund after it: a return by
 * the payer's bank, a refund because the payer wants it.
 */
export interface Bounce {
  readonly type: "reject" | "refusal" | "return" | "refund";
  /** Nacha return code or ISO 20022 reason code. */
  readonly code: string;
}

/** A bank account in its bank's books. It has no number: nobody here needs one. */
export interface DebitAccount {
  readonly id: string;
  readonly owner: string;
  /** The same for all tokens of the account. */
  readonly fingerprint: string;
  /** What becomes of debits, money provided. */
  readonly behaviour:
    | { readonly kind: "settle" }
    /** Whoever submits knows at once that it would come back: a closed account, a rule of its own. `code`: of the rail, where it gives one. */
    | { readonly kind: "turn-down"; readonly code: string | null }
    | { readonly kind: "bounce"; readonly bounce: Bounce; /** From settlement. Default: the scheme's usual time. */ readonly after?: RailDuration };
  /** Money comes from outside when it is needed. For accounts that everybody shares. */
  readonly backed: boolean;
}

/** Standard, or on the day itself where the scheme has that. */
export type DebitSpeed = "standard" | "same-day";

/** When a debit that is submitted now leaves in a file, and when it settles. */
export interface DebitPlan {
  /** The cut-off of its file. Until then it can be withdrawn. */
  readonly fileAt: number;
  readonly settlesAt: number;
  /** When the merchant can have the money. */
  readonly clearsAt: number;
}

/** In which a payment stays when nobody does anything more. */
export const DEBIT_ENDS = ["canceled", "rejected", "settled", "returned", "refunded"] as const;
export type DebitState = (typeof DEBIT_ENDS)[number] | "submitted" | "originated";

export interface DebitPayment extends RailPayment {
  readonly account: string;
  /** Id of the payer's authorization. */
  readonly mandate: string;
  readonly speed: DebitSpeed;
  readonly plan: DebitPlan;
  /** Empty where it never came into one. */
  readonly batch: string;
  readonly state: DebitState;
  /** Whether the payer's account was debited. Where it was not, the payer's bank stands in until the return. */
  readonly debited: boolean;
  /** On its way back. Nobody but the payer's bank knows. */
  readonly coming: Bounce | null;
  /** `code` is `null` where it was turned down without one. */
  readonly bounce: { readonly type: Bounce["type"]; readonly code: string | null; readonly at: number } | null;
  readonly refunds: readonly RailRefund[];
}

/** Debits that leave together. */
export interface DebitBatch {
  readonly id: string;
  readonly plan: DebitPlan;
  readonly payments: readonly string[];
}

/** What a rail says of direct debits. */
export interface DebitScheme {
  readonly id: "ach" | "sepa-debit";
  /** ISO 4217; the scheme knows one. */
  readonly currency: string;
  /** Minor units, for one payment. */
  limit(speed: DebitSpeed): bigint;
  plan(options: { at: number; speed: DebitSpeed }): DebitPlan;
  /**
   * When a bounce arrives, when the last moment for it is, and whether the payer's account is debited before.
   *
   * @throws RailError `code_not_allowed` for a code the scheme does not know for that type
   */
  rule(bounce: Bounce): BounceRule;
  /** What becomes of a debit without the money for it. */
  readonly insufficientFunds: Bounce;
  /** When a refund by the merchant that is ordered now has arrived. */
  refundArrivesAt(at: number): number;
}

export interface BounceRule {
  readonly debited: boolean;
  arrivesAt(plan: DebitPlan): number;
  /** `null` where the scheme sets none. */
  lastMoment(plan: DebitPlan): number | null;
}
