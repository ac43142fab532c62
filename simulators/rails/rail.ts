import type { RailClock } from "./clock.ts";
import type { Ledger } from "./ledger/ledger.ts";

/** What every rail stands on. */
export interface RailGround {
  readonly clock: RailClock;
  readonly ledger: Ledger;
}

/** `sepa-instant` and `sepa-debit` are two schemes on the one network `sepa:eu`. */
export type RailId = "card" | "ach" | "sepa-instant" | "sepa-debit";

/** Told after a payment has changed, so that what is read then is the new state. */
export interface RailEvent {
  readonly rail: RailId;
  readonly payment: string;
  /** What has happened, e.g. `authorized`, `returned`. */
  readonly kind: string;
}

export type RailListener = (event: RailEvent) => void;

/** Who is told of a rail's events, in the order in which they came. */
export function createListeners(): { readonly add: (listener: RailListener) => void; readonly tell: RailListener } {
  const listeners: RailListener[] = [];
  return {
    add: (listener) => void listeners.push(listener),
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
}

/** What payments of every rail have. Ids are given by the provider that submits them. */
export interface RailPayment {
  readonly id: string;
  /** Owner of the account that pays. */
  readonly payer: string;
  readonly merchant: string;
  /** Name of the payment service provider that submitted it. */
  readonly psp: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The payer's. */
  readonly timeline: string;
}

/** A refund by the merchant. */
export interface RailRefund {
  readonly id: string;
  readonly amount: bigint;
  readonly state: "pending" | "succeeded";
}
