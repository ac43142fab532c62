/** Many reads of contracts at one block, in one round trip, through Multicall3. */
import { decodeFunctionResult, encodeFunctionData, multicall3Abi, numberToHex } from "viem";
import type { Address, Hex } from "viem";
import { multicall3Address } from "./predeploys.ts";
import type { RpcClient } from "./rpc.ts";

/**
 * Answers the calls' return data in their order. One `eth_call` rather than a batch of them, so that all
 * answers are from the same block even while others send transactions.
 *
 * @throws EvmNodeError `evm.rpc-error` when one of the calls reverts
 */
export async function multicall(options: {
  readonly rpc: RpcClient;
  readonly calls: readonly { readonly to: Address; readonly data: Hex }[];
  /** Default: the latest. */
  readonly blockNumber?: bigint | undefined;
}): Promise<readonly Hex[]> {
  const { rpc, calls, blockNumber } = options;
  if (calls.length === 0) return [];
  const data = encodeFunctionData({
    abi: multicall3Abi,
    functionName: "aggregate3",
    args: [calls.map((call) => ({ target: lowercase(call.to), allowFailure: false, callData: call.data }))],
  });
  const answer = await rpc.request<Hex>({
    method: "eth_call",
    params: [{ to: multicall3Address, data }, blockNumber === undefined ? "latest" : numberToHex(blockNumber)],
  });
  return decodeFunctionResult({ abi: multicall3Abi, functionName: "aggregate3", data: answer }).map(
    ({ returnData }) => returnData,
  );
}

/**
 * An address may come from a target, with its letters in any case; viem would refuse one whose
 * EIP-55 checksum is wrong, and the chain does not care.
 */
export function lowercase(address: Address): Address {
  return address.toLowerCase() as Address;
}
