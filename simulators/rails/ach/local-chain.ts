import type { ChainKey } from "../../chains/chain.ts";
import type { RailChain } from "../rail-chain.ts";
import { railChainKey } from "../rail-chain-key.ts";

/** ACH debits, in the form of a local chain. */
export const ach: ChainKey<RailChain> = railChainKey({ id: "ach", network: "ach:us", asset: "USD", instruments: [{ type: "us_bank_account", as: "ach" }] });
