import type { RailPayment, RailRefund } from "../rail.ts";

/** How the banks answer a transfer. Times are milliseconds from its sending. */
export type InstantBehaviour =
  | { readonly kind: "accept"; readonly after: number }
  | { readonly kind: "reject"; readonly code: string; readonly after: number }
  /** No answer within the scheme's time; what became of it is known later. */
  | { readonly kind: "no-answer"; readonly turnsOut: "accepted" | "rejected"; readonly after: number };

/** A payment account in its bank's books. It has no number: nobody here needs one. */
export interface InstantAccount {
  readonly id: string;
  readonly owner: string;
  /** The same for all tokens of the account. */
  readonly fingerprint: string;
  readonly behaviour: InstantBehaviour;
  /** Of each transfer, as the account's bank has it; minor units. Default: the scheme's only. */
  readonly limit?: bigint;
  /** Money comes from outside when it is needed. For accounts that everybody shares. */
  readonly backed: boolean;
}

/** In which a payment stays when nobody does anything more. */
export const INSTANT_ENDS = ["accepted", "rejected", "returned", "refunded"] as const;
export type InstantState = (typeof INSTANT_ENDS)[number] | "sent" | "unanswered";

/** The payer, or the payer's bank, asks for an accepted transfer back. */
export interface InstantRecall {
  readonly type: "recall" | "request-for-recall";
  readonly code: string;
  readonly state: "open" | "returned" | "refused";
  /** Why the beneficiary's side refuses, or FOCR with the money. */
  readonly answer: string | null;
}

export interface InstantPayment extends RailPayment {
  readonly account: string;
  readonly state: InstantState;
  /** Why it was rejected. */
  readonly code: string | null;
  readonly sentAt: number;
  /** `null` while there was none. */
  readonly answeredAt: number | null;
  readonly recall: InstantRecall | null;
  readonly refunds: readonly RailRefund[];
}
