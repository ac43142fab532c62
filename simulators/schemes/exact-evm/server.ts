import type { PaymentRequirements } from "../../../spec/types.ts";
import { canonicalJson, isObject } from "../../json.ts";
import type { CreateSchemeServer } from "../scheme.ts";
import { chainIdOf } from "./client.ts";

/** Server half of scheme `exact` on EVM: schemes/exact/scheme_exact_evm.md. */

export const createServer: CreateSchemeServer = () => ({
  scheme: "exact",
  supports: (network) => chainIdOf(network) !== undefined,
  flows: ["authorization", "upfront"],
  offer({ requirements }) {
    const { name, version } = requirements.extra ?? {};
    // Not looked up on the chain: an operator who names the token also knows what its owner signs.
    if (typeof name !== "string" || typeof version !== "string") throw new Error(`exact on EVM needs the token's EIP-712 domain in extra.name and extra.version, found ${JSON.stringify(requirements.extra ?? {})}`);
    return requirements;
  },
  replayKey: ({ payload, accepted }) => replayKey({ payload, accepted }),
});

/**
 * What the chain lets through once: a token consumes an EIP-3009 nonce per payer, Permit2 likewise. The
 * signature is left out, for the same authorization can be signed in more than one way.
 */
function replayKey(options: { payload: Readonly<Record<string, unknown>>; accepted: PaymentRequirements }): string {
  const { payload, accepted } = options;
  const signed = isObject(payload["authorization"]) ? payload["authorization"] : payload["permit2Authorization"];
  if (!isObject(signed) || typeof signed["from"] !== "string" || typeof signed["nonce"] !== "string") return canonicalJson(payload);
  return [accepted.network, accepted.asset, signed["from"], signed["nonce"]].join("/").toLowerCase();
}
