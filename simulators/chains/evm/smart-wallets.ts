/** Payers that are contracts: ERC-1271 wallets, deployed or (ERC-6492) still to be. */
import { concat, encodeAbiParameters, encodeFunctionData, getContractAddress, serializeErc6492Signature, zeroHash } from "viem";
import type { Address, Hash, Hex } from "viem";
import { walletFactoryAbi } from "./abi.ts";
import { smartWalletCode } from "./artifacts.ts";
import type { Operator } from "./operator.ts";
import { walletFactoryAddress } from "./predeploys.ts";

/** How the wallet's `isValidSignature` answers: by the rule, with a wrong magic value, or not at all. */
export type SmartWalletMode = "honest" | "wrong-magic" | "revert";

const modes: Readonly<Record<SmartWalletMode, number>> = { honest: 0, "wrong-magic": 1, revert: 2 };

export interface SmartWalletOptions {
  /** The key that signs for the wallet. */
  readonly owner: Address;
  /** Default "honest". */
  readonly mode?: SmartWalletMode;
  /** Tells wallets of one owner apart. Default: zero. */
  readonly salt?: Hex;
}

export interface CounterfactualWallet {
  readonly address: Address;
  readonly owner: Address;
  readonly mode: SmartWalletMode;
  /** ERC-6492: the contract that deploys the wallet when called with `factoryData`. */
  readonly factory: Address;
  readonly factoryData: Hex;
  /** ERC-6492: wraps the owner's signature so that it can be checked before the wallet exists. */
  wrapSignature(signature: Hex): Hex;
}

/**
 * A wallet that is not on the chain yet, at the address it will have (CREATE2, EIP-1014). It can be
 * funded there. The address depends on nothing but the options: no round trip.
 */
export function counterfactualWallet(options: SmartWalletOptions): CounterfactualWallet {
  const { owner, mode = "honest", salt = zeroHash } = options;
  const address = getContractAddress({
    opcode: "CREATE2",
    from: walletFactoryAddress,
    salt,
    bytecode: concat([
      smartWalletCode.bytecode,
      encodeAbiParameters([{ type: "address" }, { type: "uint8" }], [owner, modes[mode]]),
    ]),
  });
  const factoryData = encodeFunctionData({
    abi: walletFactoryAbi,
    functionName: "createWallet",
    args: [owner, modes[mode], salt],
  });
  return {
    address,
    owner,
    mode,
    factory: walletFactoryAddress,
    factoryData,
    wrapSignature: (signature) => serializeErc6492Signature({ address: walletFactoryAddress, data: factoryData, signature }),
  };
}

/** The same wallet, put on the chain now. Doing it twice is no error. */
export async function deploySmartWallet(
  options: SmartWalletOptions & { readonly node: { readonly operator: Operator } },
): Promise<CounterfactualWallet & { readonly transaction: Hash }> {
  const wallet = counterfactualWallet(options);
  const { hash } = await options.node.operator.send({ to: wallet.factory, data: wallet.factoryData });
  return { ...wallet, transaction: hash };
}
