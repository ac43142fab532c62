import { createHash } from "node:crypto";
import type { SettleResponse } from "../../../spec/types.ts";
import { isObject } from "../../json.ts";
import type { Store } from "../../store.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { lettersOf } from "./letters.ts";

/** What this facilitator knows of its card payments. It is written before a provider is asked for anything that moves money. */

/** As it is kept: JSON. Amounts are minor units in decimal. */
export type KeptOperation = { readonly type: "capture"; readonly amount: string } | { readonly type: "void" };

export type PaymentState =
  /** A hold was asked for, or is about to be, for the `attempt`th time; the answer is not known. */
  | { readonly kind: "placing"; readonly attempt: number; readonly transaction?: string }
  /** `retriable`: softly, so that the same payload may be tried again. */
  | { readonly kind: "declined"; readonly reason: ErrorReason; readonly retriable: boolean; readonly attempt: number; readonly transaction: string }
  | { readonly kind: "held"; readonly transaction: string }
  /** A capture or void was asked for, or is about to be. */
  | { readonly kind: "finalizing"; readonly transaction: string; readonly operation: KeptOperation }
  /** `reply`: what whoever asks for that very operation is told from now on. */
  | { readonly kind: "closed"; readonly transaction: string; readonly operation: KeptOperation; readonly captured: boolean; readonly reply: SettleResponse };

export interface CardPayment {
  readonly network: string;
  readonly psp: string;
  readonly payTo: string;
  readonly paymentId: string;
  /** Digest: the token itself is the client's to show again. */
  readonly token: string;
  readonly currency: string;
  readonly amount: string;
  /** Unix seconds. */
  readonly captureDeadline?: number;
  /** Unix seconds, whose digits are too few to be taken for a card number. A hold that nobody was told of by then is let go. */
  readonly tellBy: number;
  readonly state: PaymentState;
}

/** A payment's identity in letters: `payTo` and `paymentId`, whatever the card network (4.5). It names the payment at the provider as well. */
export type Reference = string;

export function referenceOf(options: { payTo: string; paymentId: string }): Reference {
  return digest(["payment", options.payTo, options.paymentId]);
}

export function tokenDigest(options: { psp: string; token: string }): string {
  return digest(["token", options.psp, options.token]);
}

export interface Payments {
  find(reference: Reference): CardPayment | undefined;
  put(reference: Reference, payment: CardPayment): CardPayment;
  /** For a fault. */
  forget(reference: Reference): void;
  /** All, of every card network. */
  all(): readonly (readonly [Reference, CardPayment])[];
  /** The payment that a single-use token was spent on. */
  spentOn(token: string): Reference | undefined;
  spend(options: { token: string; on: Reference }): void;
  /** Whether an event was taken in before. */
  hasMet(event: string): boolean;
  /** @param options.at milliseconds since the Unix epoch */
  meet(options: { event: string; at: number }): void;
}

const PREFIX = "auth-capture/card:";

/** @param options.changed told what was put, after it is kept */
export function createPayments(options: { store: Store; changed: (reference: Reference, payment: CardPayment) => void }): Payments {
  const { store, changed } = options;
  const keyOf = (reference: Reference): string => `${PREFIX}payment/${reference}`;
  return {
    find: (reference) => store.get(keyOf(reference)) as CardPayment | undefined,
    put(reference, payment) {
      store.set(keyOf(reference), payment);
      changed(reference, payment);
      return payment;
    },
    forget: (reference) => store.set(keyOf(reference), undefined),
    all: () => store.entries(`${PREFIX}payment/`).map(([key, payment]) => [key.slice(`${PREFIX}payment/`.length), payment as CardPayment] as const),
    spentOn(token) {
      const on = store.get(`${PREFIX}token/${token}`);
      return typeof on === "string" ? on : undefined;
    },
    spend: ({ token, on }) => store.set(`${PREFIX}token/${token}`, on),
    hasMet: (event) => store.get(`${PREFIX}event/${event}`) !== undefined,
    meet({ event, at }) {
      // Older ones need not be known: their signatures are too old to be believed.
      const seconds = Math.floor(at / 1_000);
      for (const [key, kept] of store.entries(`${PREFIX}event/`)) if (!isObject(kept) || Number(kept["at"]) < seconds - EVENTS_KEPT) store.set(key, undefined);
      store.set(`${PREFIX}event/${event}`, { at: seconds });
    },
  };
}

/** Seconds: twice what a signature may be old. */
const EVENTS_KEPT = 600;

function digest(parts: readonly string[]): string {
  return lettersOf(createHash("sha256").update(JSON.stringify(parts)).digest());
}
