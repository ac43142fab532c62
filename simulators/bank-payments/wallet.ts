import type { ClientWallet } from "../schemes/scheme.ts";

/** A token in a payer's wallet. */
export interface HeldToken {
  /** Who minted it. */
  readonly psp: string;
  /** The rail it is for; `undefined` where the wallet does not say, and its holder vouches for it. */
  readonly rail: string | undefined;
  readonly token: string;
}

/** Tokens of a payer: `<psp>/<token>` or, where the network has several rails, `<psp>/<rail>/<token>`, with spaces between them. */
export function tokensOf(options: { wallets: readonly ClientWallet[]; namespace: string }): readonly HeldToken[] {
  return options.wallets
    .filter(({ namespace }) => namespace === options.namespace)
    .flatMap(({ privateKey }) => privateKey.split(" "))
    .flatMap((entry) => {
      const [psp = "", ...rest] = entry.split("/");
      const [token = "", rail] = rest.toReversed();
      return psp === "" || token === "" || rest.length > 2 ? [] : [{ psp, rail, token }];
    });
}
