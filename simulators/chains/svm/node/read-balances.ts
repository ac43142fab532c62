import { decodeMint, decodeTokenAccount } from "../token-state.ts";
import type { TokenBalance } from "./ledger.ts";
import type { Runtime } from "./runtime.ts";

export interface Balances {
  /** Of each key. */
  readonly lamports: readonly bigint[];
  readonly tokens: readonly TokenBalance[];
}

/**
 * What the keys of a transaction hold.
 *
 * @param options.before with it, only accounts that `changed` says may have changed are read again
 */
export function readBalances(options: { readonly runtime: Pick<Runtime, "getAccount">; readonly keys: readonly string[]; readonly before?: Balances; readonly changed?: (index: number) => boolean }): Balances {
  const { runtime, keys, before, changed } = options;
  const lamports: bigint[] = [];
  const tokens: TokenBalance[] = [];
  const decimals = new Map<string, number>();
  const decimalsOf = (mint: string): number => {
    const known = decimals.get(mint);
    if (known !== undefined) return known;
    const account = runtime.getAccount(mint);
    const found = account === undefined ? 0 : (decodeMint(account)?.decimals ?? 0);
    decimals.set(mint, found);
    return found;
  };
  for (const [accountIndex, key] of keys.entries()) {
    if (before !== undefined && changed?.(accountIndex) === false) {
      lamports.push(before.lamports[accountIndex] ?? 0n);
      tokens.push(...before.tokens.filter((token) => token.accountIndex === accountIndex));
      continue;
    }
    const account = runtime.getAccount(key);
    lamports.push(account?.lamports ?? 0n);
    const token = account === undefined || account.executable ? undefined : decodeTokenAccount(account);
    if (account === undefined || token === undefined) continue;
    tokens.push({ accountIndex, mint: token.mint, owner: token.owner, program: account.owner, amount: token.amount, decimals: decimalsOf(token.mint) });
  }
  return { lamports, tokens };
}
