import type { RpcClient } from "../rpc-client.ts";

/** A blockhash that every node of the chain knows, and the last block height at which a transaction with it can land. */
export async function latestBlockhash(rpc: RpcClient): Promise<{ readonly blockhash: string; readonly lastValidBlockHeight: bigint }> {
  const { value } = await rpc.call<{ readonly value: { readonly blockhash: string; readonly lastValidBlockHeight: number } }>("getLatestBlockhash", [{ commitment: "confirmed" }]);
  return { blockhash: value.blockhash, lastValidBlockHeight: BigInt(value.lastValidBlockHeight) };
}
