import { setTimeout as sleep } from "node:timers/promises";
import type { RpcClient } from "../rpc-client.ts";

export type Commitment = "processed" | "confirmed";

/** How long to wait between two questions, in milliseconds: an eighth of a slot. */
const pauseMs = 50;

/** The newest slot that has a commitment. */
export async function slotAt(options: { readonly rpc: RpcClient; readonly commitment: Commitment }): Promise<bigint> {
  return BigInt(await options.rpc.call<number | bigint>("getSlot", [{ commitment: options.commitment }]));
}

/** Waits until a slot, or a later one, has a commitment. */
export async function untilSlot(options: { readonly rpc: RpcClient; readonly commitment: Commitment; readonly slot: bigint }): Promise<void> {
  while ((await slotAt(options)) < options.slot) await sleep(pauseMs);
}
