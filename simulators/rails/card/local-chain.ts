import type { ChainKey } from "../../chains/chain.ts";
import type { RailChain } from "../rail-chain.ts";
import { railChainKey } from "../rail-chain-key.ts";

/** Cards, in the form of a local chain. Its wallets have a card of each network, and pay with the one of Visa. */
export const card: ChainKey<RailChain> = railChainKey({ id: "card", network: "card:visa", asset: "USD", instruments: ["card_visa", "card_mastercard", "card_amex"] });
