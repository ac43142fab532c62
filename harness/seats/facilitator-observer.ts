import { type EvmNode, observeBalances, observeTransactions, observeTransfers } from "../../simulators/chains/evm/index.ts";
import { bodyJson } from "../trace/body.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { RpcCase } from "../world/rpc-proxy.ts";

/** Records what happened on the chain in one case: transfers of its accounts, its transactions, its balances. */
export interface Observer {
  observe(when: string): Promise<void>;
  watch(options: { assets?: readonly `0x${string}`[]; accounts?: readonly `0x${string}`[] }): void;
}

const HASH = /^0x[0-9a-f]{64}$/i;

/** @param options.afterBlock of what came later it tells; wallets are a case's own, so this need only be before the case and after they were funded */
export function createObserver(options: { node: EvmNode; recorder: Recorder; rpc: RpcCase; afterBlock: bigint; accounts: readonly `0x${string}`[] }): Observer {
  const { node, recorder, rpc, afterBlock } = options;
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
      const hashes = new Set<`0x${string}`>([...rpc.broadcasts, ...claimedHashes(recorder)] as `0x${string}`[]);
      for (const asset of assets) {
        // From the block before: a node refuses to search blocks it does not have yet.
        const transfers = await observeTransfers({ node, fromBlock: afterBlock, addresses: [...accounts], asset });
        for (const { from, to, amount, transaction, logIndex, blockNumber } of transfers) {
          if (blockNumber <= afterBlock || !once(`transfer ${blockNumber}/${logIndex}`)) continue;
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
