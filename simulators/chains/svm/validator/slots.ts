import { setTimeout as sleep } from "node:timers/promises";
import { SvmNodeError } from "../errors.ts";
import type { RpcClient } from "../rpc-client.ts";

export type Commitment = "processed" | "confirmed";

/** How long to wait between two questions, in milliseconds: an eighth of a slot. */
const pauseMs = 50;
/** A minute: some 150 slots, of which one or two are waited for. */
const mostTries = 1_200;

/** The newest slot that has a commitment. */
export async function slotAt(options: { readonly rpc: RpcClient; readonly commitment: Commitment }): Promise<bigint> {
  return BigInt(await options.rpc.call<number | bigint>("getSlot", [{ commitment: options.commitment }]));
}

/** Waits until a slot, or a later one, has a commitment. @throws SvmNodeError `svm.rpc-unreachable` where the validator stands still */
export async function untilSlot(options: { readonly rpc: RpcClient; readonly commitment: Commitment; readonly slot: bigint }): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    if ((await slotAt(options)) >= options.slot) return;
    await sleep(pauseMs);
  }
  throw new SvmNodeError({
    code: "svm.rpc-unreachable",
    message: "The validator answers, and makes no more blocks.",
    expected: `slot ${options.slot} to be ${options.commitment}`,
    found: `slot ${await slotAt(options)}`,
    next: "give it more of the machine, or use the embedded node (--svm embedded)",
  });
}
