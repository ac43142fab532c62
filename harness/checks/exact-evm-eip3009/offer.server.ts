import type { Check } from "../check.ts";
import { entryCheck } from "../server-offers.ts";
import { type JsonObject, object } from "../server-steps.ts";

/** schemes/exact/scheme_exact_evm.md §1, what an offer states in extra. */

/** Omitted means EIP-3009: the default of the newer text, which is where this row comes from. */
function meansEip3009({ scheme, network, extra }: JsonObject): boolean {
  const method = object(extra)["assetTransferMethod"];
  return scheme === "exact" && typeof network === "string" && network.startsWith("eip155:") && !Array.isArray(extra) && (method === undefined || method === "eip3009");
}

export const checks: readonly Check[] = [
  entryCheck({
    requirement: "evm.extra.domain",
    applies: meansEip3009,
    deviation({ extra }) {
      const missing = ["name", "version"].find((member) => typeof object(extra)[member] !== "string");
      return missing === undefined ? undefined : { message: `extra.${missing} of the token's EIP-712 domain is not stated`, expected: "name and version as strings", actual: extra ?? "no extra" };
    },
    killedBy: ["server.offer.without-domain-version"],
  }),
];
