import { createCell } from "../cell.ts";
import { currencyOf } from "./currency.ts";
import { LedgerError } from "./errors.ts";

/**
 * The books of the simulated world in double entry. Each account says what one owner has with one institution in one
 * currency: a credit adds to it, a debit takes from it. An entry posts the same sum to both sides, in each currency,
 * so that debits equal credits at any moment and all balances add up to nothing.
 */
export interface Ledger {
  /** Opened by the first posting to it. */
  readonly post: (entry: NewEntry) => LedgerEntry;
  /** An entry of one debit and one credit. */
  transfer(options: { at: number; kind: string; payment?: string; from: AccountRef; to: AccountRef; currency: string; amount: bigint }): LedgerEntry;
  /** Minor units; 0 for an account nothing was posted to. */
  balance(account: LedgerAccount): bigint;
  accounts(options?: { owner?: string; purpose?: string; currency?: string }): readonly LedgerBalance[];
  /** After a position, in order. */
  entries(options?: { after?: bigint; payment?: string }): readonly LedgerEntry[];
  /** The newest entry's; what is posted later has a greater one. */
  position(): bigint;
  /** Sums of all postings ever made, added up anew from the entries. */
  trialBalance(): readonly { readonly currency: string; readonly debits: bigint; readonly credits: bigint }[];
  snapshot(): () => void;
}

/** What an owner has it for, e.g. `available`, `held`. */
export interface AccountRef {
  readonly owner: string;
  readonly purpose: string;
}

export interface LedgerAccount extends AccountRef {
  /** ISO 4217. */
  readonly currency: string;
}

export interface LedgerBalance extends LedgerAccount {
  readonly amount: bigint;
}

export interface Posting extends LedgerAccount {
  readonly side: "debit" | "credit";
  /** Minor units, above 0. */
  readonly amount: bigint;
}

export interface NewEntry {
  /** Milliseconds since the Unix epoch, by the clock of its payment. */
  readonly at: number;
  /** What happened, e.g. `card.capture`. */
  readonly kind: string;
  /** Id of the rail's payment it belongs to. */
  readonly payment?: string;
  readonly postings: readonly Posting[];
}

export interface LedgerEntry extends NewEntry {
  readonly position: bigint;
}

interface LedgerState {
  readonly entries: LedgerEntry[];
  readonly balances: Map<string, LedgerBalance>;
}

/**
 * @param options.mayOwe whether an account's balance may be below nothing: that of whoever brings money into the world, of
 *   banks towards each other, of merchants that have to give back what was paid out to them. Nobody else's may
 */
export function createLedger(options: { mayOwe: (account: AccountRef) => boolean }): Ledger {
  const cell = createCell<LedgerState>({ entries: [], balances: new Map() });

  function post(entry: NewEntry): LedgerEntry {
    const { entries, balances } = cell.current;
    checkBalanced(entry.postings);
    const changes = new Map<string, LedgerBalance>();
    for (const { owner, purpose, currency, side, amount } of entry.postings) {
      const key = keyOf({ owner, purpose, currency });
      const before = changes.get(key)?.amount ?? balances.get(key)?.amount ?? 0n;
      changes.set(key, { owner, purpose, currency, amount: side === "credit" ? before + amount : before - amount });
    }
    for (const [key, { amount, ...account }] of changes) {
      const lower = amount < (balances.get(key)?.amount ?? 0n);
      if (amount < 0n && lower && !options.mayOwe(account)) {
        throw new LedgerError("insufficient_funds", `${key} has ${balances.get(key)?.amount ?? 0n} and would be left with ${amount}.`);
      }
    }
    const posted = { ...entry, position: BigInt(entries.length + 1) };
    entries.push(posted);
    for (const [key, balance] of changes) balances.set(key, balance);
    return posted;
  }

  return {
    post,
    transfer: ({ at, kind, payment, from, to, currency, amount }) =>
      post({
        at,
        kind,
        ...(payment === undefined ? {} : { payment }),
        postings: [
          { owner: from.owner, purpose: from.purpose, currency, side: "debit", amount },
          { owner: to.owner, purpose: to.purpose, currency, side: "credit", amount },
        ],
      }),
    balance: (account) => cell.current.balances.get(keyOf(account))?.amount ?? 0n,
    accounts: ({ owner, purpose, currency } = {}) =>
      [...cell.current.balances.values()].filter(
        (account) => (owner === undefined || account.owner === owner) && (purpose === undefined || account.purpose === purpose) && (currency === undefined || account.currency === currency),
      ),
    entries({ after = 0n, payment } = {}) {
      // Positions are indices, counted from 1.
      const later = cell.current.entries.slice(Number(after < 0n ? 0n : after));
      return payment === undefined ? later : later.filter((entry) => entry.payment === payment);
    },
    position: () => BigInt(cell.current.entries.length),
    trialBalance() {
      const sums = new Map<string, { debits: bigint; credits: bigint }>();
      for (const { currency, side, amount } of cell.current.entries.flatMap(({ postings }) => postings)) {
        const sum = sums.get(currency) ?? { debits: 0n, credits: 0n };
        if (side === "debit") sum.debits += amount;
        else sum.credits += amount;
        sums.set(currency, sum);
      }
      return [...sums].map(([currency, sum]) => ({ currency, ...sum }));
    },
    snapshot: () => cell.snapshot(),
  };
}

function checkBalanced(postings: readonly Posting[]): void {
  const sums = new Map<string, bigint>();
  for (const { currency, side, amount } of postings) {
    if (currencyOf(currency) === undefined) throw new LedgerError("currency_unknown", `${currency} is no currency of ISO 4217 that money is kept in.`);
    if (amount <= 0n) throw new LedgerError("amount_not_positive", `A posting is for more than 0 minor units; found ${amount}.`);
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === "debit" ? amount : -amount));
  }
  if (postings.length < 2) throw new LedgerError("unbalanced", `An entry has a debit and a credit; found ${postings.length} postings.`);
  for (const [currency, sum] of sums) if (sum !== 0n) throw new LedgerError("unbalanced", `Debits and credits in ${currency} differ by ${sum}.`);
}

function keyOf({ owner, purpose, currency }: LedgerAccount): string {
  return `${owner}/${purpose}/${currency}`;
}
