import { check, type Check } from "../check.ts";
import { answered, discriminates, outcomeOf, record } from "../facilitator-calls.ts";
import { isGenesisName, isSolanaName, KNOWN } from "../svm-network.ts";

/** x402-specification-v2.md §11.1 on Solana: what /supported calls the network. */
export const checks: readonly Check[] = [
  check({
    id: "svm.client-genesis.facilitator",
    requirement: "svm.client-genesis",
    title: "A facilitator names Solana's networks by their genesis hash",
    appliesTo: { scenarios: "facilitator/exact-svm/supported" },
    witness: (trace) => (discriminates(trace) === undefined ? undefined : answered(trace, "supported")[0]),
    judge({ witness, pass, fail, notApplicable }) {
      const { kinds } = witness.body;
      // Kinds of version 1 keep their own names.
      const named = (Array.isArray(kinds) ? (kinds as unknown[]).map(record) : []).filter(({ x402Version, network }) => x402Version === 2 && isSolanaName(network));
      if (named.length === 0) return notApplicable(`no kind of version 2 is on Solana: ${outcomeOf(witness)}`);
      const odd = named.find(({ network }) => !isGenesisName(String(network)));
      return odd === undefined ? pass({ at: witness.response }) : fail("A network of Solana is not named by its genesis hash", { expected: KNOWN, actual: odd["network"], at: witness.response });
    },
    killedBy: ["facilitator.exact-svm.kind-network-name"],
  }),
];
