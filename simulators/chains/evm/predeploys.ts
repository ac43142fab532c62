/**
 * Contracts that a fresh chain carries besides the token: one entry each.
 *
 * To add one (Permit2, the exact and upto proxies), give its name, its address and its runtime code.
 * The code is put in place without running a constructor, so it must not need one: no immutables,
 * and no state but what a later transaction sets.
 */
import type { Address, Hex } from "viem";
import { multicall3Code, walletFactoryCode } from "./artifacts.ts";

/** Multicall3's address on every chain that has it. */
export const multicall3Address: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

/**
 * Our WalletFactory's address: the last 20 bytes of keccak256("x402-conformance/wallet-factory").
 * It is ours alone, so a counterfactual wallet has the same address on every local chain.
 */
export const walletFactoryAddress: Address = "0x42D6cF9f56CE15D33bD6Bc2284f0BabCAB618fc5";

/** One contract that is there from block 0. */
export interface Predeploy {
  readonly name: string;
  readonly address: Address;
  readonly runtimeCode: Hex;
}

export const predeploys: readonly Predeploy[] = [
  { name: "Multicall3", address: multicall3Address, runtimeCode: multicall3Code.deployedBytecode },
  { name: "WalletFactory", address: walletFactoryAddress, runtimeCode: walletFactoryCode.deployedBytecode },
];
