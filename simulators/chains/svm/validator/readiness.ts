/** Finds out whether the validator that answers is the one just started, and whether it makes blocks. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RpcClient } from "../rpc-client.ts";

/** How long to wait between two questions, in milliseconds: a quarter of a slot. */
const pauseMs = 100;

/**
 * Asks until the validator says it is healthy, has the account that only this run's genesis has, and its newest
 * confirmed slot has moved on: what is sent from now on is confirmed.
 *
 * @param options.marker an account of the genesis, and its lamports
 * @param options.signal ends the asking
 * @returns the version that `getVersion` tells, and the slot that is confirmed
 * @throws the signal's reason
 */
export async function untilReady(options: {
  readonly rpc: RpcClient;
  readonly marker: { readonly address: string; readonly lamports: bigint };
  readonly signal: AbortSignal;
}): Promise<{ readonly version: string; readonly slot: bigint }> {
  const { rpc, marker, signal } = options;
  let first: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const [health, balance, slot] = await Promise.all([
      ask<string>({ rpc, method: "getHealth" }),
      ask<{ readonly value: number | bigint }>({ rpc, method: "getBalance", params: [marker.address, { commitment: "processed" }] }),
      ask<number>({ rpc, method: "getSlot", params: [{ commitment: "confirmed" }] }),
    ]);
    const ours = health === "ok" && balance !== undefined && BigInt(balance.value) === marker.lamports;
    if (ours && slot !== undefined) {
      first ??= slot;
      const version = slot > first ? await ask<{ readonly "solana-core": string }>({ rpc, method: "getVersion" }) : undefined;
      if (version !== undefined) return { version: version["solana-core"], slot: BigInt(slot) };
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns undefined for no answer and for an error: both are usual at the start */
async function ask<Result>(options: { readonly rpc: RpcClient; readonly method: string; readonly params?: readonly unknown[] }): Promise<Result | undefined> {
  const { rpc, ...call } = options;
  const answer = await rpc.attempt<Result>(call).catch(() => undefined);
  return answer !== undefined && "result" in answer ? answer.result : undefined;
}
