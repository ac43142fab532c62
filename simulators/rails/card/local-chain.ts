import type { ChainKey } from "../../chains/chain.ts";
import type { RailChain } from "../rail-chain.ts";
import { railChainKey } from "../rail-chain-key.ts";

/** Cards, in the form of a local chain. Its wallets have cards of Visa; `psp.control.tokens` makes others. */
export const card: ChainKey<RailChain> = railChainKey({ id: "card", network: "card:visa", asset: "USD", instruments: [{ type: "card", as: "card_visa" }] });
