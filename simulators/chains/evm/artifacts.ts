/** The compiled contracts, from `artifacts/*.json` (written by scripts/compile-contracts.ts). */
import type { Hex } from "viem";
import conformanceToken from "./artifacts/ConformanceToken.json" with { type: "json" };
import multicall3 from "./artifacts/Multicall3.json" with { type: "json" };
import smartWallet from "./artifacts/SmartWallet.json" with { type: "json" };
import walletFactory from "./artifacts/WalletFactory.json" with { type: "json" };

/** Creation code and runtime code of one contract, as 0x-prefixed hex. */
export interface ContractCode {
  readonly bytecode: Hex;
  readonly deployedBytecode: Hex;
}

export const conformanceTokenCode: ContractCode = code(conformanceToken);
export const multicall3Code: ContractCode = code(multicall3);
export const smartWalletCode: ContractCode = code(smartWallet);
export const walletFactoryCode: ContractCode = code(walletFactory);

function code(artifact: { readonly bytecode: string; readonly deployedBytecode: string }): ContractCode {
  // JSON has no template literal types; the compile script writes the prefix.
  return { bytecode: artifact.bytecode as Hex, deployedBytecode: artifact.deployedBytecode as Hex };
}
