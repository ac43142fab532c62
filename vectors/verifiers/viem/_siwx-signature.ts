import { hashMessage, isErc6492Signature, parseErc6492Signature, recoverMessageAddress } from "viem";
import type { Hex } from "viem";

/** What a question says about a contract. */
export type ContractData = {
  readonly chainId: string;
  readonly address: string;
  readonly deployedBy?: { readonly factory: string; readonly calldata: string };
  readonly calls: readonly { readonly hash: string; readonly signature: string; readonly returns: string }[];
};

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

const confirms = (contract: ContractData, hash: string, signature: string): boolean => {
  const call = contract.calls.find((each) => same(each.hash, hash) && same(each.signature, signature));
  // bytes4 comes back in a word, the rest of which is zero.
  return call !== undefined && same(call.returns, `0x1626ba7e${"00".repeat(28)}`);
};

/** Whether the account or contract at an address signed a text on a chain. */
export const signedOnEvm = async (options: { message: string; address: string; chainId: string; signature: string; contracts: readonly ContractData[] }): Promise<boolean> => {
  const { message, address, chainId, contracts } = options;
  if (!/^0x([0-9a-fA-F]{2})*$/.test(options.signature)) return false;
  const signature = options.signature as Hex;
  const contract = contracts.find((each) => each.chainId === chainId && same(each.address, address));
  const hash = hashMessage(message);
  if (isErc6492Signature(signature)) {
    const { address: factory, data, signature: inner } = parseErc6492Signature(signature);
    if (contract === undefined) return false;
    const exists = contract.deployedBy === undefined || (factory !== undefined && data !== undefined && same(contract.deployedBy.factory, factory) && same(contract.deployedBy.calldata, data));
    return exists && confirms(contract, hash, inner);
  }
  if (contract !== undefined && contract.deployedBy === undefined && confirms(contract, hash, signature)) return true;
  if (signature.length !== 132) return false;
  try {
    return same(await recoverMessageAddress({ message, signature }), address) && !/^0x0{40}$/.test(address);
  } catch {
    return false;
  }
};
