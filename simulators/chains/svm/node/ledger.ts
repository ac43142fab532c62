/** What happened on the chain, as far back as it is kept. */
import { createHash } from "node:crypto";
import type { BlockhashQueue } from "./blockhash-queue.ts";
import type { Execution } from "./runtime.ts";
import type { Commitment } from "./slots.ts";
import type { TransactionErrorJson } from "./transaction-errors.ts";

export interface TokenBalance {
  readonly accountIndex: number;
  readonly mint: string;
  readonly owner: string;
  readonly program: string;
  readonly amount: bigint;
  readonly decimals: number;
}

export interface TokenMovement {
  readonly asset: string;
  /** Owners of the accounts. */
  readonly sender: string;
  readonly recipient: string;
  /** What the recipient got; what was withheld is not part of it. */
  readonly amount: bigint;
  readonly withheld: bigint;
}

/** A transaction that is on the chain, whether it succeeded or not. */
export interface LandedTransaction {
  /** 1 for the first one ever, and so on. */
  readonly sequence: bigint;
  readonly signature: string;
  readonly bytes: Uint8Array;
  /** Static and looked-up keys, in the order of indexes. */
  readonly keys: readonly string[];
  readonly slot: bigint;
  /** Its place in the slot's block. */
  readonly index: number;
  /** Seconds since 1970. */
  readonly time: bigint;
  readonly fee: bigint;
  /** Absent: it succeeded. */
  readonly error: TransactionErrorJson | undefined;
  /** Its memos as RPC answers show them, "[5] hello". */
  readonly memo: string | null;
  readonly movements: readonly TokenMovement[];
  /** The slot from which confirmations count: its own, or a later one where confirming was held back; undefined while it is. */
  confirmingFrom: bigint | undefined;
  /** What takes the most room; given up when many newer ones have come. */
  details: LandedDetails | undefined;
}

export interface LandedDetails {
  readonly execution: Execution;
  readonly preBalances: readonly bigint[];
  readonly postBalances: readonly bigint[];
  readonly preTokenBalances: readonly TokenBalance[];
  readonly postTokenBalances: readonly TokenBalance[];
}

/** What of the ledger a snapshot brings back. */
export interface LedgerState {
  readonly landed: readonly LandedTransaction[];
  readonly processed: readonly (readonly [blockhash: string, messages: readonly string[]])[];
}

export interface Ledger {
  /** The number of the newest transaction. */
  sequence(): bigint;
  add(landed: Omit<LandedTransaction, "sequence" | "index">): LandedTransaction;
  find(signature: string): LandedTransaction | undefined;
  /** Newest first. */
  newestFirst(): Iterable<LandedTransaction>;
  /** Later than a number, oldest first. */
  after(sequence: bigint): readonly LandedTransaction[];
  levelOf(landed: LandedTransaction): Commitment;
  /** Whether this very message was processed, whoever signed what: a chain takes it once. */
  wasProcessed(messageBytes: Uint8Array, blockhash: string): boolean;
  markProcessed(messageBytes: Uint8Array, blockhash: string): void;
  save(): LedgerState;
  restore(state: LedgerState): void;
}

/** Transactions kept, and those kept with logs and balances; older ones are forgotten as on a node without history. */
const kept = 10_000;
const keptInFull = 2_000;

/**
 * @param options.levelOf the level of a slot
 */
export function createLedger(options: { readonly blockhashes: BlockhashQueue; readonly levelOf: (slot: bigint) => Commitment }): Ledger {
  let sequence = 0n;
  let newest: LandedTransaction | undefined;
  /** Oldest first. */
  let landed = new Map<string, LandedTransaction>();
  let inFull: LandedTransaction[] = [];
  /** By blockhash: with it they may be forgotten, for then no such message is taken any more. */
  let processed = new Map<string, Set<string>>();
  options.blockhashes.onExpired((hash) => processed.delete(hash));
  const hashOf = (messageBytes: Uint8Array): string => createHash("sha256").update(messageBytes).digest("base64");

  return {
    sequence: () => sequence,
    add(transaction) {
      sequence += 1n;
      const added: LandedTransaction = { sequence, index: newest?.slot === transaction.slot ? newest.index + 1 : 0, ...transaction };
      newest = added;
      landed.set(added.signature, added);
      if (landed.size > kept) landed.delete(landed.keys().next().value ?? "");
      inFull.push(added);
      const oldest = inFull.length > keptInFull ? inFull.shift() : undefined;
      if (oldest !== undefined) oldest.details = undefined;
      return added;
    },
    find: (signature) => landed.get(signature),
    newestFirst: () => [...landed.values()].toReversed(),
    after(position) {
      const later = [...landed.values()];
      const first = later.findIndex((one) => one.sequence > position);
      return first < 0 ? [] : later.slice(first);
    },
    levelOf: ({ confirmingFrom }) => (confirmingFrom === undefined ? "processed" : options.levelOf(confirmingFrom)),
    wasProcessed: (messageBytes, blockhash) => processed.get(blockhash)?.has(hashOf(messageBytes)) === true,
    markProcessed(messageBytes, blockhash) {
      const messages = processed.get(blockhash) ?? new Set();
      processed.set(blockhash, messages.add(hashOf(messageBytes)));
    },
    save: () => ({ landed: [...landed.values()], processed: [...processed].map(([hash, messages]) => [hash, [...messages]]) }),
    restore(state) {
      // The count goes on: a position that was told stays behind everything that is to come.
      landed = new Map(state.landed.map((one) => [one.signature, one]));
      inFull = state.landed.filter(({ details }) => details !== undefined);
      processed = new Map(state.processed.filter(([hash]) => options.blockhashes.has(hash)).map(([hash, messages]) => [hash, new Set(messages)]));
    },
  };
}
