import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { PaymentMethod } from "../methods/method.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { ChainConfig } from "../targets/protocol.ts";

/** The wallets a case owns, by name. */
export function walletsOf(options: { scenario: Scenario<never>; method: PaymentMethod }): Readonly<Record<string, { readonly balance: bigint }>> {
  return options.scenario.wallets ?? { payer: { balance: options.method.funds.payer } };
}

/** A chain, or the proxy before it, as targets are told of it. */
export function chainConfig(chain: Pick<LocalChain, "rpcUrl" | "wsUrl">): ChainConfig {
  return { rpcUrl: chain.rpcUrl, ...(chain.wsUrl === undefined ? {} : { wsUrl: chain.wsUrl }) };
}
