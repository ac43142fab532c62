import { isAddress } from "viem";
import type { Address, Hash } from "viem";
import { type ChainKey, type LocalChain, NATIVE } from "../chain.ts";
import { type EvmNode, startEvmNode } from "./node.ts";
import { observeBalances } from "./observe-balances.ts";
import { awaitMined, observeLatestBlock, observeTransactions } from "./observe-transactions.ts";
import { observeTransfers } from "./observe-transfers.ts";
import { deriveAddress, deriveWallet, fundWallets, type Wallet } from "./wallets.ts";

/** The EVM node as one local chain among others, and its own controls for those who know it. */
export interface EvmChain extends LocalChain, Omit<EvmNode, keyof LocalChain> {
  readonly network: `eip155:${number}`;
  readonly asset: Address;
  wallet(path: string): Wallet;
}

export const evm: ChainKey<EvmChain> = {
  id: "evm",
  start: async ({ seed, signal }) => {
    const node = await startEvmNode({ seed, ...(signal === undefined ? {} : { signal }) });
    const wallets = new Map<string, Wallet>();
    const assetOf = (asset: string | undefined): Address => (asset ?? node.asset) as Address;
    return {
      ...node,
      version: node.version.replace(/^(\w+)\/v?/, "$1 "),
      wallet(path) {
        const known = wallets.get(path) ?? deriveWallet({ seed, path });
        wallets.set(path, known);
        return known;
      },
      address: (path) => deriveAddress({ seed, path }),
      async fund(funds) {
        const wanted = funds.flatMap(({ address, amount, nativeAmount }) => (amount === undefined && nativeAmount === undefined ? [] : [{ address: address as Address, ...(amount === undefined ? {} : { amount }), ...(nativeAmount === undefined ? {} : { nativeBalance: nativeAmount }) }]));
        if (wanted.length > 0) await fundWallets({ node, wallets: wanted });
      },
      position: async () => (await observeLatestBlock({ node })).number,
      async transfers({ after, accounts, asset }) {
        // From the block before: a node refuses to search blocks it does not have yet.
        const found = await observeTransfers({ node, fromBlock: after, addresses: accounts.filter((account) => isAddress(account)), asset: assetOf(asset) });
        return found.flatMap(({ from, to, blockNumber, logIndex, ...transfer }) => (blockNumber <= after ? [] : [{ ...transfer, sender: from, recipient: to, position: blockNumber, key: `${blockNumber}/${logIndex}` }]));
      },
      async balances({ accounts, asset }) {
        if (asset !== NATIVE) return await observeBalances({ node, addresses: accounts as readonly Address[], asset: assetOf(asset) });
        const amounts = await node.rpc.batch<string>(accounts.map((address) => ({ method: "eth_getBalance", params: [address, "latest"] })));
        return accounts.map((address, index) => ({ address, asset: NATIVE, amount: BigInt(amounts[index] ?? "0x0") }));
      },
      executed: async ({ ids }) => await awaitMined({ node, hashes: ids as readonly Hash[] }),
      transactions: async ({ ids }) => (await observeTransactions({ node, hashes: ids as readonly Hash[] })).map(({ hash, from, to, input, status }) => ({ id: hash, sender: from, to: to ?? null, input, status })),
      catchUp: async () => void (await node.rpc.request({ method: "evm_mine", params: [] })),
      async snapshot() {
        const snapshot = await node.rpc.request<string>({ method: "evm_snapshot", params: [] });
        return async () => {
          await node.rpc.request({ method: "evm_revert", params: [snapshot] });
          // A reverted chain lives on at its old time; the roles' clocks do not.
          await node.rpc.request({ method: "evm_setTime", params: [Math.floor(Date.now() / 1000)] });
        };
      },
      // Hex is hex wherever it stands: who searches the call's text finds all there is.
      tokensOf: () => [],
      onCrash: (told) => void node.onCrash(({ code, signal: killed }) => told(`the local EVM chain (anvil) ended in mid-run (${killed ?? `exit code ${code}`})`)),
    };
  },
};
