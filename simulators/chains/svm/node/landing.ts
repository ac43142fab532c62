/** The way from a transaction that was taken in to one that is on the chain: with delays, and gates that stay shut until somebody opens them. */
import { encodeBase58 } from "../wire/base58.ts";
import type { ParsedTransaction } from "../wire/parse-transaction.ts";
import { feePayerOf } from "../wire/transaction.ts";
import type { LandedTransaction } from "./ledger.ts";
import { shielded } from "./shield.ts";

/** Where a transaction is held: before it lands, or between landing and being confirmed. */
export type HoldStage = "landing" | "confirmation";

export interface Landing {
  /** Takes a transaction in. It lands when its delay is over and no gate is shut for its fee payer; or never, and nobody is told. */
  submit(transaction: ParsedTransaction): void;
  /** Whether a transaction waits to land. */
  isPending(signature: string): boolean;
  pending(): readonly ParsedTransaction[];
  hold(options: { readonly account: string; readonly stage: HoldStage }): void;
  /** What waits to land does so now, its delay spent or not. @returns how many transactions went on */
  release(options: { readonly account: string; readonly stage: HoldStage }): number;
  isHeld(options: { readonly account: string; readonly stage: HoldStage }): boolean;
  /** @param options.account only for those who pay their fee from it; default: for all that have no delay of their own */
  setDelay(options: { readonly account?: string; readonly milliseconds: number }): void;
  /** @returns forgets what came since, and shuts and opens gates as they were */
  snapshot(): () => void;
}

/** Transactions that may wait at once; what comes on top is dropped, as by a real node under load. */
const maxPending = 5_000;

/**
 * @param options.verifies whether all signatures of a transaction hold
 * @param options.land puts a transaction on the chain, or not
 * @param options.confirm lets confirmations of a transaction begin that was held
 */
export function createLanding(options: {
  readonly verifies: (transaction: ParsedTransaction) => boolean;
  readonly land: (transaction: ParsedTransaction) => LandedTransaction | undefined;
  readonly confirm: (landed: LandedTransaction) => void;
  readonly milliseconds: number;
}): Landing {
  let usualDelay = options.milliseconds;
  const delays = new Map<string, number>();
  const gates = { landing: new Set<string>(), confirmation: new Set<string>() };
  const waiting = new Map<string, { readonly transaction: ParsedTransaction; readonly payer: string; due: boolean }>();
  const unconfirmed = new Map<string, LandedTransaction[]>();

  const settle = (signature: string): void => {
    const entry = waiting.get(signature);
    if (entry === undefined || !entry.due || gates.landing.has(entry.payer)) return;
    waiting.delete(signature);
    shielded(`transaction ${signature} did not land`, () => land(entry.transaction, entry.payer));
  };
  const land = (transaction: ParsedTransaction, payer: string): void => {
    const landed = options.land(transaction);
    if (landed === undefined || !gates.confirmation.has(payer)) return;
    unconfirmed.set(payer, [...(unconfirmed.get(payer) ?? []), landed]);
  };

  return {
    submit(transaction) {
      const payer = feePayerOf(transaction.transaction.message);
      const delay = delays.get(payer) ?? usualDelay;
      if (delay === 0 && !gates.landing.has(payer)) return land(transaction, payer);
      const signature = encodeBase58(transaction.transaction.signatures[0] ?? new Uint8Array());
      if (waiting.has(signature) || waiting.size >= maxPending) return;
      // Who keeps the first signature and spoils another must not keep the good transaction from waiting here in its place.
      if (!options.verifies(transaction)) return;
      const entry = { transaction, payer, due: delay === 0 };
      waiting.set(signature, entry);
      if (entry.due) return;
      setTimeout(() => {
        entry.due = true;
        settle(signature);
      }, delay).unref();
    },
    isPending: (signature) => waiting.has(signature),
    pending: () => [...waiting.values()].map(({ transaction }) => transaction),
    hold: ({ account, stage }) => void gates[stage].add(account),
    release({ account, stage }) {
      gates[stage].delete(account);
      if (stage === "confirmation") {
        const held = unconfirmed.get(account) ?? [];
        unconfirmed.delete(account);
        held.forEach(options.confirm);
        return held.length;
      }
      const mine = [...waiting].filter(([, { payer }]) => payer === account).map(([signature]) => signature);
      for (const entry of waiting.values()) if (entry.payer === account) entry.due = true;
      mine.forEach(settle);
      return mine.filter((signature) => !waiting.has(signature)).length;
    },
    isHeld: ({ account, stage }) => gates[stage].has(account),
    setDelay({ account, milliseconds }) {
      if (account === undefined) usualDelay = milliseconds;
      else delays.set(account, milliseconds);
    },
    snapshot() {
      const known = new Set(waiting.keys());
      const shut = { landing: [...gates.landing], confirmation: [...gates.confirmation] };
      return () => {
        for (const signature of waiting.keys()) if (!known.has(signature)) waiting.delete(signature);
        for (const stage of ["landing", "confirmation"] as const) {
          gates[stage].clear();
          for (const account of shut[stage]) gates[stage].add(account);
        }
      };
    },
  };
}
