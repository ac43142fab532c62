import { createCell, snapshotAll } from "../cell.ts";
import { idOf } from "../ids.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import { type Movement, movementsOf } from "../ledger/movements.ts";

/**
 * A network that lets agents buy on credit: it knows them by their keys, keeps what they commit to in the books, and bills
 * them later as merchant of record.
 */
export interface CreditNetwork {
  readonly ledger: Ledger;
  /**
   * Ties a key of an agent to a billing identity, and adds to what it may commit to. Minor units.
   *
   * @returns the billing identity
   */
  register(options: { keyid: string; currency: string; credit: bigint }): string;
  /** The identity that is billed for what a key signs; `undefined` for a key that nobody registered. */
  identityOf(keyid: string): string | undefined;
  /** Puts a commitment into the books. The same `reference` is the same commitment, and counted once. */
  commit(commitment: NewCommitment): CommitmentResult;
  commitments(): readonly Commitment[];
  /** Ends the billing period: agents pay what they committed to, merchants are paid out. @returns how many commitments were billed */
  bill(): number;
  /** What an owner may still commit to, or has to get. Minor units. */
  balance(options: { owner: string; currency: string }): bigint;
  movements(options: { after?: bigint; owners?: readonly string[]; currency?: string }): readonly Movement[];
  snapshot(): () => void;
}

export interface NewCommitment {
  readonly keyid: string;
  /** Minor units, above 0. */
  readonly amount: bigint;
  /** ISO 4217. */
  readonly currency: string;
  /** What tells it from every other one, such as the signature it was made with. */
  readonly reference: string;
}

export interface Commitment extends NewCommitment {
  readonly id: string;
  readonly billed: boolean;
}

export type CommitmentResult = { readonly kind: "accepted"; readonly id: string } | { readonly kind: "unknown-key" | "credit-exhausted" | "reference-reused" };

/** Whom every commitment is for: the network pays out who sold. */
export const MERCHANT = "merchant";

interface State {
  readonly identities: Map<string, string>;
  readonly commitments: Map<string, Commitment>;
}

/** Who gives credit, and where the money comes from. */
const NETWORK = "network";
const OUTSIDE = "outside";

export function createCreditNetwork(options: { seed: string; now?: () => number }): CreditNetwork {
  const { seed, now = Date.now } = options;
  const ledger = createLedger({ mayOwe: ({ owner }) => owner === NETWORK || owner === OUTSIDE });
  const cell = createCell<State>({ identities: new Map(), commitments: new Map() });
  const credit = (owner: string) => ({ owner, purpose: "credit" });
  const due = { owner: MERCHANT, purpose: "due" };

  return {
    ledger,
    register({ keyid, currency, credit: amount }) {
      const { identities } = cell.current;
      const identity = identities.get(keyid) ?? idOf({ prefix: "bill", parts: [seed, keyid] });
      identities.set(keyid, identity);
      if (amount > 0n) ledger.transfer({ at: now(), kind: "credit.granted", from: { owner: NETWORK, purpose: "granted" }, to: credit(keyid), currency, amount });
      return identity;
    },
    identityOf: (keyid) => cell.current.identities.get(keyid),
    commit(commitment) {
      const { keyid, amount, currency, reference } = commitment;
      const { commitments, identities } = cell.current;
      if (!identities.has(keyid)) return { kind: "unknown-key" };
      const id = idOf({ prefix: "cmt", parts: [seed, reference] });
      const known = commitments.get(id);
      if (known !== undefined) return known.keyid === keyid && known.amount === amount && known.currency === currency ? { kind: "accepted", id } : { kind: "reference-reused" };
      if (ledger.balance({ ...credit(keyid), currency }) < amount) return { kind: "credit-exhausted" };
      ledger.transfer({ at: now(), kind: "credit.committed", payment: id, from: credit(keyid), to: due, currency, amount });
      commitments.set(id, { ...commitment, id, billed: false });
      return { kind: "accepted", id };
    },
    commitments: () => [...cell.current.commitments.values()],
    bill() {
      const { commitments } = cell.current;
      const open = [...commitments.values()].filter(({ billed }) => !billed);
      for (const one of open) {
        const { id: payment, keyid, amount, currency } = one;
        // The invoice gives the agent its credit back; the merchant's claim becomes money.
        ledger.transfer({ at: now(), kind: "credit.invoiced", payment, from: { owner: OUTSIDE, purpose: "money" }, to: credit(keyid), currency, amount });
        ledger.transfer({ at: now(), kind: "credit.paid-out", payment, from: due, to: { owner: MERCHANT, purpose: "available" }, currency, amount });
        commitments.set(payment, { ...one, billed: true });
      }
      return open.length;
    },
    balance: ({ owner, currency }) => ledger.accounts({ owner, currency }).reduce((sum, { amount }) => sum + amount, 0n),
    movements: (range) => movementsOf({ ledger, ...range }),
    snapshot: () => snapshotAll([ledger, cell]),
  };
}
