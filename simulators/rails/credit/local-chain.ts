import type { ChainKey } from "../../chains/chain.ts";
import type { CreditChain } from "./credit-chain.ts";

/** Credit that a network gives to agents and bills later, in the form of a local chain. */
export const credit: ChainKey<CreditChain> = {
  id: "credit",
  async start({ seed }) {
    // Loaded when it is played on: whoever only wants to know that there is one does not wait for it.
    const { startCreditChain } = await import("./credit-chain.ts");
    return await startCreditChain({ seed, network: "cloudflare:402", asset: "USD" });
  },
};
