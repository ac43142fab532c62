import type { CardDeclineAnswer, CardDeclineClassName } from "../../../spec/registry-fiat.ts";
import type { RailPayment, RailRefund } from "../rail.ts";

export const CARD_NETWORKS = ["visa", "mastercard", "amex"] as const;
export type CardNetwork = (typeof CARD_NETWORKS)[number];

/** Why an issuer refuses. */
export interface CardDecline {
  /** For people and programs, e.g. `insufficient_funds`. */
  readonly name: string;
  readonly class: CardDeclineClassName;
  /** The card network's own answer, where the registry knows one: spec/registry/card-decline-classes.json. */
  readonly answer: Pick<CardDeclineAnswer, "field" | "code"> | null;
}

/** How an issuer answers one attempt. An approval still needs money on the account. */
export type IssuerAnswer =
  | { readonly kind: "approve" }
  /** Less than was asked for, for merchants who take that. */
  | { readonly kind: "approve-part"; readonly percent: number }
  | { readonly kind: "decline"; readonly name: string }
  /** The cardholder has to be authenticated (3-D Secure), and will do so, or will not. */
  | { readonly kind: "challenge"; readonly cardholder: "authenticates" | "fails" };

/** How a test card behaves. */
export interface CardBehaviour {
  /** To the attempts of one payment, in order; the last one stands for all further ones. */
  readonly answers: readonly [IssuerAnswer, ...IssuerAnswer[]];
  /** What the network says to a capture. `acknowledged` leaves open for a while whether it went through. Default: confirmed. */
  readonly capture?: "confirmed" | "acknowledged" | "acknowledged-then-failed";
  /** Milliseconds until the issuer lets go of an unused hold. Default: the network's. */
  readonly holdFor?: number;
}

/** A card in the issuer's books. It has no number: nobody here needs one. */
export interface Card {
  readonly id: string;
  readonly owner: string;
  readonly network: CardNetwork;
  /** The same for all tokens of the card. */
  readonly fingerprint: string;
  readonly behaviour: CardBehaviour;
  /** Money comes from outside when it is needed. For cards that everybody shares. */
  readonly backed: boolean;
}

/** In which a payment stays when nobody does anything more. */
export const CARD_ENDS = ["declined", "voided", "expired", "capture-failed", "captured", "refunded", "charged-back"] as const;
export type CardPaymentState = (typeof CARD_ENDS)[number] | "challenged" | "authorized" | "capturing" | "disputed";

export interface CardAttempt {
  readonly at: number;
  readonly card: string;
  readonly outcome: "approved" | "declined" | "challenged";
  readonly decline: CardDecline | null;
  /** More often than the network allows for one payment. */
  readonly excess: boolean;
}

export interface CardDispute {
  readonly id: string;
  readonly amount: bigint;
  readonly reason: string;
  readonly state: "open" | "lost" | "won";
}

export interface CardPayment extends RailPayment {
  readonly card: string;
  readonly network: CardNetwork;
  readonly state: CardPaymentState;
  readonly attempts: readonly CardAttempt[];
  /** How the authorization told the network that it is one of a kind, e.g. `x402`. */
  readonly indicator: string | null;
  /** Minor units. What is held at the moment. */
  readonly held: bigint;
  /** What was held at first. */
  readonly authorized: bigint;
  readonly captured: bigint;
  readonly refunds: readonly RailRefund[];
  readonly dispute: CardDispute | null;
  /** When an unused hold ends. */
  readonly holdEndsAt: number | null;
  /** The task that ends an unused hold, or a challenge nobody goes through. */
  readonly expiry: number | null;
  /** Until when a capture can be disputed. */
  readonly disputableUntil: number | null;
  /** Whether captured money has arrived at the merchant. */
  readonly cleared: boolean;
}
