/**
 * The EVM half of the reference world: a local chain with a payment token, wallets for it, and eyes on it.
 *
 * ```ts
 * await using node = await startEvmNode();
 * const payer = deriveWallet({ seed: "run-1", path: "case-1/payer" });
 * const signer = deriveWallet({ seed: "run-1", path: "facilitator" });
 * await fundWallets({
 *   node,
 *   wallets: [
 *     { address: payer.address, amount: 1_000_000n },
 *     { address: signer.address, nativeBalance: 10n ** 18n },
 *   ],
 * });
 * const before = await observeLatestBlock({ node });
 * // … a payment …
 * const moved = await observeTransfers({ node, fromBlock: before.number + 1n, addresses: [payer.address] });
 * ```
 *
 * Amounts are bigint atomic units of the token (6 decimals: 1_000_000n is one), native balances are
 * wei, times are seconds since 1970. Every error is an `EvmNodeError` with a stable code, and is
 * the harness's own, never a target's.
 */
export { conformanceTokenAbi, smartWalletAbi, walletFactoryAbi } from "./abi.ts";
export { blockAddress, pauseToken } from "./controls.ts";
export { EvmNodeError } from "./errors.ts";
export type { EvmNodeErrorCode } from "./errors.ts";
export { evm } from "./local-chain.ts";
export type { EvmChain } from "./local-chain.ts";
export { defaultChainId, startEvmNode } from "./node.ts";
export type { EvmNode, EvmNodeExit, StartEvmNodeOptions } from "./node.ts";
export * from "./observe.ts";
export type { Operator, OperatorReceipt, OperatorTransaction } from "./operator.ts";
export { multicall3Address, predeploys, walletFactoryAddress } from "./predeploys.ts";
export type { Predeploy } from "./predeploys.ts";
export { createRpcClient } from "./rpc.ts";
export type { RpcClient, RpcRequest } from "./rpc.ts";
export { counterfactualWallet, deploySmartWallet } from "./smart-wallets.ts";
export type { CounterfactualWallet, SmartWalletMode, SmartWalletOptions } from "./smart-wallets.ts";
export { defaultTokenAddress, installToken } from "./token.ts";
export type { Token, TokenOptions } from "./token.ts";
export { deriveWallet, fundWallets } from "./wallets.ts";
export type { Wallet, WalletFunds } from "./wallets.ts";
