import type { ChainKey } from "../../chains/chain.ts";
import type { RailChain } from "../rail-chain.ts";
import { railChainKey } from "../rail-chain-key.ts";

/** SEPA in the form of a local chain. Its wallets pay by instant transfer, and have an account that can be debited as well. */
export const sepa: ChainKey<RailChain> = railChainKey({
  id: "sepa",
  network: "sepa:eu",
  asset: "EUR",
  instruments: [
    { type: "sepa_instant", as: "sepa_instant" },
    { type: "sepa_debit", as: "sepa_debit" },
  ],
});
