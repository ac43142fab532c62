import type { SvmChain } from "../../chain.ts";
import type { RpcClient, RpcFailure } from "../../rpc-client.ts";
import { programs } from "../../wire/index.ts";

interface Shown {
  readonly slot: number;
  readonly transaction: unknown;
  readonly meta: unknown;
}

/**
 * The embedded node has no blocks to read: this puts `getBlocks` and `getBlock` before it, made of the transactions
 * it has. Each block is said to be not written yet the first time it is asked for, as validators do; and the newest
 * slot told is one that takes no more transactions.
 */
export function withBlocks(options: { readonly rpc: RpcClient; readonly chain: Pick<SvmChain, "landed" | "controls"> }): RpcClient {
  const { rpc, chain } = options;
  const asked = new Set<unknown>();

  async function shownAll(): Promise<readonly Shown[]> {
    // Whatever a test does names one of these.
    const found = await Promise.all([programs.system, programs.token, programs.token2022, programs.memo, programs.computeBudget, programs.lighthouse].map((account) => chain.landed({ account })));
    const ids = new Set(found.flat().toSorted((left, right) => Number(left.position - right.position)).map(({ id }) => id));
    return await rpc.batch<Shown>([...ids].map((id) => ({ method: "getTransaction", params: [id, { encoding: "base64", commitment: "confirmed", maxSupportedTransactionVersion: 0 }] })));
  }

  return {
    ...rpc,
    async call<Result>(method: string, params: readonly unknown[] = []): Promise<Result> {
      // Whatever has landed by now is then in a slot that is over.
      if (method === "getSlot") return Number(((await chain.controls?.advanceSlots({ count: 1 })) ?? 1n) - 1n) as Result;
      if (method !== "getBlocks") return await rpc.call<Result>(method, params);
      const [from, to] = params as [number, number];
      const slots = new Set((await shownAll()).map(({ slot }) => slot).filter((slot) => slot >= from && slot <= to));
      return [...slots] as Result;
    },
    async attempt<Result>(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<{ readonly result: Result } | { readonly error: RpcFailure }> {
      if (call.method !== "getBlock") return await rpc.attempt<Result>(call);
      const [slot] = call.params ?? [];
      if (!asked.has(slot)) {
        asked.add(slot);
        return { error: { code: -32_014, message: `Block status not yet available for slot ${String(slot)}` } };
      }
      return { result: { transactions: (await shownAll()).filter((shown) => shown.slot === slot) } as Result };
    },
  };
}
