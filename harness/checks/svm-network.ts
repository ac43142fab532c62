import { isSolanaNetwork } from "../../simulators/schemes/exact-svm/network.ts";

/** Names of Solana's networks: CAIP-2 with the first 32 characters of the genesis hash. */

/** Whether somebody means a network of Solana, by whatever name. */
export function isSolanaName(network: unknown): network is string {
  return typeof network === "string" && /^solana(?:$|[:-])/i.test(network);
}

/** Whether it is named as CAIP-2 asks; which genesis hash it is makes no difference. */
export function isGenesisName(network: string): boolean {
  return isSolanaNetwork(network);
}

export const KNOWN = "solana: and the first 32 characters of the genesis hash, e.g. solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
