/** Token balances of many accounts at one block. */
import { encodeFunctionData, hexToBigInt } from "viem";
import type { Address } from "viem";
import { conformanceTokenAbi } from "./abi.ts";
import { lowercase, multicall } from "./multicall.ts";
import type { RpcClient } from "./rpc.ts";

export interface TokenBalance {
  readonly asset: Address;
  readonly address: Address;
  /** Atomic units. */
  readonly amount: bigint;
}

/**
 * The balances in the order of the addresses: one round trip.
 *
 * @param options.asset default: the node's token
 * @param options.blockNumber default: the latest
 */
export async function observeBalances(options: {
  readonly node: { readonly rpc: RpcClient; readonly asset: Address };
  readonly addresses: readonly Address[];
  readonly asset?: Address;
  readonly blockNumber?: bigint;
}): Promise<readonly TokenBalance[]> {
  const { node, addresses, blockNumber } = options;
  const asset = options.asset ?? node.asset;
  const answers = await multicall({
    rpc: node.rpc,
    blockNumber,
    calls: addresses.map((address) => ({
      to: asset,
      data: encodeFunctionData({ abi: conformanceTokenAbi, functionName: "balanceOf", args: [lowercase(address)] }),
    })),
  });
  return answers.flatMap((answer, index) => {
    const address = addresses[index];
    return address === undefined ? [] : [{ asset, address, amount: hexToBigInt(answer) }];
  });
}
