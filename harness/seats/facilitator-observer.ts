import { type EvmNode, observeBalances, observeLatestBlock, observeTransactions, observeTransfers } from "../../simulators/chains/evm/index.ts";
import { bodyJson } from "../trace/body.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { RpcCase } from "../world/rpc-proxy.ts";

/** Records what happened on the chain in one case: transfers of its accounts, its transactions, its balances. */
export interface Observer {
  observe(when: string): Promise<void>;
  watch(options: { assets?: readonly `0x${string}`[]; accounts?: readonly `0x${string}`[] }): void;
}

const HASH = /^0x[0-9a-f]{64}$/i;

export function createObserver(options: { node: EvmNode; recorder: Recorder; rpc: RpcCase; fromBlock: bigint; accounts: readonly `0x${string}`[] }): Observer {
  const { node, recorder, rpc, fromBlock } = options;
  const assets = new Set([node.asset]);
  const accounts = new Set(options.accounts);
  const told = new Set<string>();
  const once = (key: string): boolean => !told.has(key) && told.add(key) !== undefined;

  return {
    watch({ assets: more = [], accounts: others = [] }) {
      for (const asset of more) assets.add(asset);
      for (const account of others) accounts.add(account);
    },
    async observe(when) {
      const { network } = node;
      // A node refuses to search blocks it does not have yet.
      const mined = (await observeLatestBlock({ node })).number >= fromBlock;
      const hashes = new Set<`0x${string}`>([...rpc.broadcasts, ...claimedHashes(recorder)] as `0x${string}`[]);
      for (const asset of assets) {
        const transfers = mined ? await observeTransfers({ node, fromBlock, addresses: [...accounts], asset }) : [];
        for (const { from, to, amount, transaction, logIndex, blockNumber } of transfers) {
          if (!once(`transfer ${blockNumber}/${logIndex}`)) continue;
          recorder.record({ kind: "chain.transfer", network, asset, sender: from, recipient: to, amount: amount.toString(), transaction });
          hashes.add(transaction);
        }
        for (const { address, amount } of await observeBalances({ node, addresses: [...accounts], asset })) {
          recorder.record({ kind: "chain.balance", network, asset, address, amount: amount.toString(), when });
        }
      }
      for (const { hash, from, to, input, status } of await observeTransactions({ node, hashes: [...hashes] })) {
        if (once(`transaction ${hash}`)) recorder.record({ kind: "chain.transaction", network, hash, sender: from, to: to ?? null, input, status });
      }
    },
  };
}

/** Hashes the target named in its replies; it may have made them up. */
function claimedHashes(recorder: Recorder): string[] {
  return recorder.events.flatMap((event) => {
    if (event.kind !== "http.response" || event.from !== "facilitator") return [];
    const body = bodyJson(event.body) as { transaction?: unknown } | null | undefined;
    const transaction = body?.transaction;
    return typeof transaction === "string" && HASH.test(transaction) ? [transaction] : [];
  });
}
