/** ERC-20 transfers, from the token's logs. */
import { encodeEventTopics, decodeEventLog, getAddress, numberToHex, pad } from "viem";
import type { Address, Hash, Hex } from "viem";
import { conformanceTokenAbi } from "./abi.ts";
import type { RpcClient } from "./rpc.ts";

/** One `Transfer` event. A mint comes from the zero address. Addresses carry their EIP-55 checksum. */
export interface TokenTransfer {
  readonly asset: Address;
  readonly from: Address;
  readonly to: Address;
  /** Atomic units. */
  readonly amount: bigint;
  readonly transaction: Hash;
  readonly blockNumber: bigint;
  /** The event's place in its block. */
  readonly logIndex: number;
}

interface RpcLog {
  readonly address: Address;
  readonly topics: [Hex, ...Hex[]];
  readonly data: Hex;
  readonly transactionHash: Hash;
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
}

/**
 * The token's transfers in a range of blocks, in the order they happened: one round trip.
 *
 * @param options.addresses keep only transfers that one of these sends or receives; default: all
 * @param options.asset default: the node's token
 * @param options.fromBlock first block, included
 * @param options.toBlock last block, included; default: the latest
 */
export async function observeTransfers(options: {
  readonly node: { readonly rpc: RpcClient; readonly asset: Address };
  readonly fromBlock: bigint;
  readonly toBlock?: bigint;
  readonly addresses?: readonly Address[];
  readonly asset?: Address;
}): Promise<readonly TokenTransfer[]> {
  const { node, addresses } = options;
  const logs = await node.rpc.request<readonly RpcLog[]>({
    method: "eth_getLogs",
    params: [
      {
        address: options.asset ?? node.asset,
        topics: encodeEventTopics({ abi: conformanceTokenAbi, eventName: "Transfer" }),
        fromBlock: numberToHex(options.fromBlock),
        toBlock: options.toBlock === undefined ? "latest" : numberToHex(options.toBlock),
      },
    ],
  });
  if (addresses === undefined) return logs.map(toTransfer);
  // Filtered here, and before anything is decoded: a topic filter cannot say "sender or receiver" in one request.
  const wanted = new Set(addresses.map((address) => pad(address).toLowerCase()));
  return logs.filter(({ topics: [, ...parties] }) => parties.some((party) => wanted.has(party.toLowerCase()))).map(toTransfer);
}

function toTransfer(log: RpcLog): TokenTransfer {
  const { args } = decodeEventLog({
    abi: conformanceTokenAbi,
    eventName: "Transfer",
    topics: log.topics,
    data: log.data,
  });
  return {
    asset: getAddress(log.address),
    from: args.from,
    to: args.to,
    amount: args.value,
    transaction: log.transactionHash,
    blockNumber: BigInt(log.blockNumber),
    logIndex: Number(log.logIndex),
  };
}
