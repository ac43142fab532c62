import type { ClientWallet } from "../scheme.ts";

/** The tokens of a client: wallets of the namespace `card`, `<psp>/<token>` with a space between entries. */
export interface VaultEntry {
  readonly psp: string;
  readonly token: string;
}

export function vaultOf(wallets: readonly ClientWallet[]): readonly VaultEntry[] {
  return wallets
    .filter(({ namespace }) => namespace === "card")
    .flatMap(({ privateKey }) => privateKey.split(" "))
    .flatMap((entry) => {
      const slash = entry.indexOf("/");
      return slash > 0 && slash < entry.length - 1 ? [{ psp: entry.slice(0, slash), token: entry.slice(slash + 1) }] : [];
    });
}
