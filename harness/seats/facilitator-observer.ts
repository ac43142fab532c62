import { type LocalChain, NATIVE } from "../../simulators/chains/chain.ts";
import type { PaymentMethod } from "../methods/method.ts";
import { bodyJson } from "../trace/body.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { RpcCase } from "../world/rpc-cases.ts";

/** Records what happened on the chain in one case: transfers of its accounts, its transactions, its balances. */
export interface Observer {
  observe(when: string): Promise<void>;
  /** @param options.assets tokens, and {@link NATIVE}, whose balances are told and whose movements are not */
  watch(options: { assets?: readonly string[]; accounts?: readonly string[] }): void;
}

/** @param options.after of what came later it tells; wallets are a case's own, so this need only be before the case and after they were funded */
export function createObserver(options: { chain: LocalChain; method: PaymentMethod; recorder: Recorder; rpc: RpcCase; after: bigint; accounts: readonly string[] }): Observer {
  const { chain, recorder, rpc, after } = options;
  const assets = new Set([chain.asset]);
  const accounts = new Set(options.accounts);
  const told = new Set<string>();
  const once = (key: string): boolean => !told.has(key) && told.add(key) !== undefined;

  return {
    watch({ assets: more = [], accounts: others = [] }) {
      for (const asset of more) assets.add(asset);
      for (const account of others) accounts.add(account);
    },
    async observe(when) {
      const { network } = chain;
      await chain.executed?.({ ids: rpc.broadcasts });
      const ids = new Set<string>([...rpc.broadcasts, ...claimedIds({ recorder, method: options.method })]);
      for (const asset of assets) {
        for (const { sender, recipient, amount, transaction, key } of asset === NATIVE ? [] : await chain.transfers({ after, accounts: [...accounts], asset })) {
          if (!once(`transfer ${key}`)) continue;
          recorder.record({ kind: "chain.transfer", network, asset, sender, recipient, amount: amount.toString(), transaction });
          ids.add(transaction);
        }
        for (const { address, amount } of await chain.balances({ accounts: [...accounts], asset })) {
          recorder.record({ kind: "chain.balance", network, asset, address, amount: amount.toString(), when });
        }
      }
      // What was sent since, and may be in the balances.
      for (const id of rpc.broadcasts) ids.add(id);
      for (const { id, sender, to, input, status, fee } of await chain.transactions({ ids: [...ids] })) {
        if (once(`transaction ${id}`)) recorder.record({ kind: "chain.transaction", network, hash: id, sender, to, input, status, ...(fee === undefined ? {} : { fee: fee.toString() }) });
      }
    },
  };
}

/** Transactions the target named in its replies; it may have made them up. */
function claimedIds(options: { recorder: Recorder; method: PaymentMethod }): string[] {
  return options.recorder.events.flatMap((event) => {
    if (event.kind !== "http.response" || event.from !== "facilitator") return [];
    const body = bodyJson(event.body) as { transaction?: unknown } | null | undefined;
    const transaction = body?.transaction;
    return typeof transaction === "string" && options.method.reader.isTransactionId(transaction) ? [transaction] : [];
  });
}
