import { type KeyPair, keyPairFromPrivateKey } from "./wire/keys.ts";

/** The first of some wallets that is one of Solana; `undefined` where there is none, or its key is none. */
export function solanaKeyOf(wallets: readonly { /** CAIP-2 namespace. */ readonly namespace: string; /** As wallets export it, see {@link KeyPair.privateKey}. */ readonly privateKey: string }[]): KeyPair | undefined {
  const wallet = wallets.find(({ namespace }) => namespace === "solana");
  if (wallet === undefined) return undefined;
  try {
    return keyPairFromPrivateKey(wallet.privateKey);
  } catch {
    return undefined;
  }
}
