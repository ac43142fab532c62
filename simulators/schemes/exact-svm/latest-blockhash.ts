import { isObject } from "../../json.ts";
import { isAddress } from "../../chains/svm/wire/index.ts";
import { COMMITMENT } from "./chain-accounts.ts";
import { type ChainRpc, valueOf } from "./chain-rpc.ts";

export interface LatestBlockhash {
  readonly blockhash: string;
  /** The last block height at which a transaction on it can land. */
  readonly lastValidBlockHeight: number;
}

/** @throws RpcAnswerError, TypeError as {@link ChainRpc.call} does */
export async function latestBlockhash(chain: ChainRpc): Promise<LatestBlockhash> {
  const value = valueOf(await chain.call("getLatestBlockhash", { commitment: COMMITMENT }));
  const { blockhash, lastValidBlockHeight } = isObject(value) ? value : {};
  if (!isAddress(blockhash)) throw new TypeError("expected a blockhash from the node");
  return { blockhash, lastValidBlockHeight: Number(lastValidBlockHeight) };
}
