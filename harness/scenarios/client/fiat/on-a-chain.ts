import type { PaymentRequirements } from "../../../../spec/types.ts";

/** A way to pay beside fiat rails, for clients that have a key there: nobody settles it, and it pays nobody. */
export function onAChain(extra: Readonly<Record<string, unknown>> = {}): PaymentRequirements {
  return {
    scheme: "exact",
    network: "eip155:84532",
    amount: "10000",
    asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
    payTo: "0x000000000000000000000000000000000000bEEF",
    maxTimeoutSeconds: 120,
    extra: { name: "USDC", version: "2", ...extra },
  };
}

/** A key that has nothing anywhere. */
export const CHAIN_KEY: Readonly<Record<string, string>> = { eip155: `0x${"5a".repeat(32)}` };
