/** Transactions, by hash and by range of blocks. */
import { setTimeout as pause } from "node:timers/promises";
import { getAddress, numberToHex } from "viem";
import type { Address, Hash, Hex } from "viem";
import type { RpcClient } from "./rpc.ts";

/** A mined transaction. Addresses carry their EIP-55 checksum. */
export interface ObservedTransaction {
  readonly hash: Hash;
  readonly from: Address;
  /** Undefined for the creation of a contract. */
  readonly to: Address | undefined;
  readonly input: Hex;
  /** The sender's transaction count, not an EIP-3009 nonce. */
  readonly nonce: number;
  /** A reverted transaction is mined, and paid for, and changes nothing else. */
  readonly status: "success" | "reverted";
  readonly blockNumber: bigint;
  /** Seconds since 1970, of the block. */
  readonly blockTimestamp: bigint;
}

export interface ObservedBlock {
  readonly number: bigint;
  /** Seconds since 1970. Contracts see this, and not the wall clock. */
  readonly timestamp: bigint;
}

interface ObservedNode {
  readonly rpc: RpcClient;
}

interface RpcTransaction {
  readonly hash: Hash;
  readonly from: Address;
  readonly to: Address | null;
  readonly input: Hex;
  readonly nonce: Hex;
  readonly blockNumber: Hex | null;
}

interface RpcReceipt {
  readonly transactionHash: Hash;
  readonly status: Hex;
}

interface RpcBlock {
  readonly number: Hex;
  readonly timestamp: Hex;
  readonly transactions: readonly RpcTransaction[];
}

/** The latest block: take it before a case begins, and observe from the one after it. */
export async function observeLatestBlock(options: { readonly node: ObservedNode }): Promise<ObservedBlock> {
  const { number, timestamp } = await options.node.rpc.request<RpcBlock>({
    method: "eth_getBlockByNumber",
    params: ["latest", false],
  });
  return { number: BigInt(number), timestamp: BigInt(timestamp) };
}

/**
 * The mined ones of these transactions, in the order of the hashes, each hash once. A hash that the
 * chain does not know, or has not mined, is left out: a target may have made it up.
 *
 * Two round trips: the transactions with their receipts, then their blocks.
 */
export async function observeTransactions(options: {
  readonly node: ObservedNode;
  readonly hashes: readonly Hash[];
}): Promise<readonly ObservedTransaction[]> {
  const { rpc } = options.node;
  const hashes = [...new Set(options.hashes)];
  const found = await rpc.batch<RpcTransaction | null>(
    hashes.map((hash) => ({ method: "eth_getTransactionByHash", params: [hash] })),
  );
  const blocks = new Set(found.flatMap((transaction) => transaction?.blockNumber ?? []));
  const mined = new Map(
    (await observeBlocks({ rpc, numbers: [...blocks] })).map((transaction) => [transaction.hash, transaction]),
  );
  return found.flatMap((transaction) => (transaction === null ? [] : (mined.get(transaction.hash) ?? [])));
}

/** Enough for any machine under any load, and bearable where a transaction waits for one that is not sent. Looks and milliseconds. */
const LOOKS = 100;
const BETWEEN = 10;

/** Waits until none of these transactions is in the pool: a node that mines at once does so after it has answered. */
export async function awaitMined(options: { readonly node: ObservedNode; readonly hashes: readonly Hash[] }): Promise<void> {
  let pending = [...new Set(options.hashes)];
  for (let look = 0; look < LOOKS && pending.length > 0; look += 1) {
    if (look > 0) await pause(BETWEEN);
    const found = await options.node.rpc.batch<RpcTransaction | null>(pending.map((hash) => ({ method: "eth_getTransactionByHash", params: [hash] })));
    pending = found.flatMap((transaction) => (transaction?.blockNumber === null ? [transaction.hash] : []));
  }
}

/**
 * All transactions of a range of blocks, in the order of the chain.
 *
 * @param options.fromBlock first block, included
 * @param options.toBlock last block, included; default: the latest
 */
export async function observeTransactionRange(options: {
  readonly node: ObservedNode;
  readonly fromBlock: bigint;
  readonly toBlock?: bigint;
}): Promise<readonly ObservedTransaction[]> {
  const { node, fromBlock } = options;
  const toBlock = options.toBlock ?? (await observeLatestBlock({ node })).number;
  const count = toBlock < fromBlock ? 0 : Number(toBlock - fromBlock) + 1;
  const numbers = Array.from({ length: count }, (_, index) => numberToHex(fromBlock + BigInt(index)));
  return observeBlocks({ rpc: node.rpc, numbers });
}

async function observeBlocks(options: {
  readonly rpc: RpcClient;
  readonly numbers: readonly Hex[];
}): Promise<readonly ObservedTransaction[]> {
  const { rpc, numbers } = options;
  const answers = await rpc.batch<unknown>([
    ...numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [number, true] })),
    ...numbers.map((number) => ({ method: "eth_getBlockReceipts", params: [number] })),
  ]);
  const blocks = answers.slice(0, numbers.length) as readonly RpcBlock[];
  const receipts = (answers.slice(numbers.length) as readonly (readonly RpcReceipt[])[]).flat();
  const statusByHash = new Map(receipts.map(({ transactionHash, status }) => [transactionHash, status]));
  return blocks.flatMap((block) =>
    block.transactions.map((transaction) => ({
      hash: transaction.hash,
      from: getAddress(transaction.from),
      to: transaction.to === null ? undefined : getAddress(transaction.to),
      input: transaction.input,
      nonce: Number(transaction.nonce),
      status: statusByHash.get(transaction.hash) === "0x1" ? ("success" as const) : ("reverted" as const),
      blockNumber: BigInt(block.number),
      blockTimestamp: BigInt(block.timestamp),
    })),
  );
}
