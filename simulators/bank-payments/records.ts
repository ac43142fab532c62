import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";
import { memoryStore, type Store } from "../store.ts";
import type { DeliverOn, PaymentState } from "./network.ts";
import type { Sighting } from "./sighting.ts";

/** What the facilitator keeps of payments, so that it finds them again after a restart: experimental/bank-payments.md, 6.6. */

export const faults = defineFaults({
  "facilitator.bank-payments.state-in-memory": { role: "facilitator", bug: "BUG: keeps payments over banks in memory only" },
});

/** Plain data. */
export interface PaymentRecord {
  readonly payTo: string;
  readonly psp: string;
  readonly rail: string;
  readonly deliverOn: DeliverOn;
  /** Minor units, in decimal. */
  readonly amount: string;
  /** Digest of all that a payment cannot be presented with otherwise (6.5). The token itself is not kept. */
  readonly terms: string;
  /** The mandate it is made under, where its rail has mandates. */
  readonly mandate?: string;
  /** A name the PSP made up. */
  readonly payer?: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** `starting`: the PSP was asked, or is about to be, and it is not known whether it took the payment on. */
  readonly state: "starting" | PaymentState;
  /** Empty as long as the PSP's identifier is not known. */
  readonly transaction: string;
  readonly reasonCode?: string;
  readonly settlementDate?: string;
  readonly refunded?: string;
  /** The rail has yet to answer, and the PSP expects that it will. */
  readonly unanswered?: boolean;
  /** The reply that delivers was given (6.4). */
  readonly delivered: boolean;
  /** Counted by faults that submit a payment again. */
  readonly attempt?: number;
  /** A fault's: the PSP is not asked any more. */
  readonly pinned?: boolean;
}

export interface Records {
  get(key: string): PaymentRecord | undefined;
  put(key: string, record: PaymentRecord): PaymentRecord;
  /** Of a payment that was not started after all. */
  forget(key: string): void;
  /** Takes in what a PSP says of it now. Never goes back. */
  see(key: string, sighting: Sighting): PaymentRecord | undefined;
  /** Keeps an authorisation that is for one payment for that one, as long as the PSP may not know that it is used. @returns whether it was free */
  claim(authorization: string, key: string): boolean;
}

/** States that each can be followed by. */
const NEXT: Readonly<Record<PaymentRecord["state"], readonly PaymentState[]>> = {
  starting: ["pending", "settled", "refused", "returned"],
  pending: ["settled", "refused", "returned"],
  settled: ["returned"],
  refused: [],
  returned: [],
};

export function isFinal(record: PaymentRecord): boolean {
  return NEXT[record.state].length === 0;
}

export function createRecords(options: { store: Store; network: string; faults: FaultSet }): Records {
  const fault = faultPoints({ declared: faults, active: options.faults });
  const store = fault("facilitator.bank-payments.state-in-memory") ? memoryStore() : options.store;
  const payment = (key: string): string => `exact/${options.network}/payment/${key}`;
  const claimed = (authorization: string): string => `exact/${options.network}/claim/${authorization}`;
  // Written by this module alone.
  const get = (key: string): PaymentRecord | undefined => store.get(payment(key)) as PaymentRecord | undefined;
  const put = (key: string, record: PaymentRecord): PaymentRecord => {
    store.set(payment(key), record);
    return record;
  };
  return {
    get,
    put,
    forget: (key) => store.set(payment(key), undefined),
    see(key, sighting) {
      const record = get(key);
      if (record === undefined) return undefined;
      const other = record.transaction !== "" && record.transaction !== sighting.transaction;
      if (other || (record.state !== sighting.state && !NEXT[record.state].includes(sighting.state))) return record;
      const next = { ...record, ...sighting };
      return JSON.stringify(next) === JSON.stringify(record) ? record : put(key, next);
    },
    claim(authorization, key) {
      const holder = store.get(claimed(authorization));
      const open = typeof holder === "string" && holder !== key && get(holder)?.state === "starting";
      if (!open && holder !== key) store.set(claimed(authorization), key);
      return !open;
    },
  };
}
