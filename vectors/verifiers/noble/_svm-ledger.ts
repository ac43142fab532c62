import { base58Encode } from "./_base58.ts";

type Account = { readonly program: string; readonly mint: string; readonly owner: string; readonly amount: string; readonly frozen?: boolean; readonly delegate?: { readonly address: string; readonly amount: string } };

/** The state of the chain a question comes with. */
export type Ledger = {
  readonly network: string;
  readonly blockhashes: readonly string[];
  readonly mints: Readonly<Record<string, { readonly program: string; readonly decimals: number }>>;
  readonly tokenAccounts: Readonly<Record<string, Account>>;
  readonly lookupTables: Readonly<Record<string, readonly string[]>>;
};

export type Move = { readonly program: Uint8Array; readonly source: Uint8Array; readonly mint: Uint8Array; readonly destination: Uint8Array; readonly authority: Uint8Array; readonly amount: bigint; readonly decimals: number };

/** Executes a TransferChecked in the head: why it would fail, or whose tokens it moves. */
export const execute = (ledger: Ledger, move: Move): { readonly failure: string } | { readonly owner: string } => {
  const program = base58Encode(move.program);
  const mint = base58Encode(move.mint);
  const authority = base58Encode(move.authority);
  const from = ledger.tokenAccounts[base58Encode(move.source)];
  const to = ledger.tokenAccounts[base58Encode(move.destination)];
  const definition = ledger.mints[mint];
  if (from === undefined) return { failure: "there is no source account" };
  if (to === undefined) return { failure: "there is no destination account" };
  if (definition === undefined) return { failure: "there is no such mint" };
  for (const account of [from, to]) {
    if (account.program !== program) return { failure: "an account of the other token program" };
    if (account.mint !== mint) return { failure: "an account of another mint" };
    if (account.frozen === true) return { failure: "a frozen account" };
  }
  if (definition.program !== program) return { failure: "a mint of the other token program" };
  if (definition.decimals !== move.decimals) return { failure: "other decimals" };
  if (BigInt(from.amount) < move.amount) return { failure: "insufficient funds" };
  if (from.owner === authority) return { owner: from.owner };
  const allowed = from.delegate?.address === authority ? BigInt(from.delegate.amount) : -1n;
  return allowed >= move.amount ? { owner: from.owner } : { failure: "the authority may not move these tokens" };
};
