import type { NetworkId } from "../../spec/types.ts";
import type { JsonObject } from "../json.ts";

/** What one network of banks adds to the text that they share: experimental/bank-payments.md. */
export interface BankNetwork {
  readonly network: NetworkId;
  /** Of wallets. */
  readonly namespace: string;
  /** ISO 4217; the network knows one. */
  readonly currency: string;
  /** Where offers do not name one, there is one. */
  readonly rails: readonly [BankRail, ...BankRail[]];
  /** Whether offers name the rail, in `extra.rail`. */
  readonly namesRail: boolean;
  /** A reason of the rail. What is none is not passed on: it could be a text about a person. */
  readonly reasonCode: RegExp;
  readonly codes: BankCodes;
  /** `extra` of the kind in /supported (6.9). */
  announce(psps: readonly string[]): JsonObject;
  /** PSPs that such an `extra` lists for a rail. */
  announced(options: { extra: JsonObject; rail: BankRail }): unknown;
  /** Whether a payload has the number of a bank account in it (9). */
  holdsAccount(payload: JsonObject): boolean;
}

export interface BankRail {
  /** As offers name it. */
  readonly name: string;
  /** Type of the payment methods it is paid with at a PSP. */
  readonly methodType: "us_bank_account" | "sepa_debit" | "sepa_instant";
  /** What the payer's authorisation is. */
  readonly authorization: "mandate" | "consent";
  /** Code for want of one. */
  readonly unauthorized: string;
  readonly deliverOn: readonly DeliverOn[];
  /** Milliseconds within which the rail answers an order; `undefined` where that takes days. */
  readonly answersWithin?: number;
}

/** Codes of the network's own, by what they stand for. */
export interface BankCodes {
  readonly tokenInvalid: string;
  readonly refused: string;
  readonly returned: string;
  readonly idConflict: string;
  readonly unknown: string;
  readonly notAuthenticated: string;
}

/** When the server delivers (4.3). */
export type DeliverOn = "accepted" | "settled";

/** Clause 6.3. */
export type PaymentState = "pending" | "settled" | "refused" | "returned";
