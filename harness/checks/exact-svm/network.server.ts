import type { Check } from "../check.ts";
import { entryCheck } from "../server-offers.ts";
import { isSolanaName, isGenesisName, KNOWN } from "../svm-network.ts";

/** x402-specification-v2.md §11.1 on Solana: what offers call the network. */
export const checks: readonly Check[] = [
  entryCheck({
    id: "svm.client-genesis.server",
    requirement: "svm.client-genesis",
    title: "A server names Solana's networks by their genesis hash",
    scenarios: "server/exact-svm/offers",
    applies: ({ network }) => isSolanaName(network),
    deviation: ({ network }) => (isGenesisName(String(network)) ? undefined : { message: "a network of Solana is not named by its genesis hash", expected: KNOWN, actual: network }),
    killedBy: ["server.exact-svm.network-name"],
  }),
];
