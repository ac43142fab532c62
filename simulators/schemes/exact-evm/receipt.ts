import { type Hex, toEventSelector } from "viem";
import type { ChainRpc } from "./chain-rpc.ts";
import { type TransferAuthorization, word } from "./eip3009.ts";

const LONGEST_WAIT_MS = 200;

export type Confirmation =
  | { readonly outcome: "transferred" }
  /** Mined, and the money did not move as authorised. */
  | { readonly outcome: "failed" }
  | { readonly outcome: "unknown" };

/**
 * Waits for a transaction's receipt and reads from it whether the transfer happened.
 *
 * @param options.pollingIntervalMs before asking the second time; then twice as long each time
 * @param options.timeoutMs then the outcome is `unknown`; so it is when the node cannot be asked
 */
export async function confirmTransfer(options: {
  chain: ChainRpc;
  hash: Hex;
  asset: Hex;
  authorization: TransferAuthorization;
  timeoutMs: number;
  pollingIntervalMs: number;
}): Promise<Confirmation> {
  const { chain, hash, timeoutMs, pollingIntervalMs } = options;
  const deadline = performance.now() + timeoutMs;
  for (let wait = pollingIntervalMs; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const receipt = (await chain.call("eth_getTransactionReceipt", hash).catch(() => undefined)) as Receipt | null | undefined;
    if (typeof receipt === "object" && receipt !== null) return { outcome: receipt.status === "0x1" && hasTransfer({ ...options, receipt }) ? "transferred" : "failed" };
    const left = deadline - performance.now();
    if (left <= 0) return { outcome: "unknown" };
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, left)));
  }
}

/** Of a receipt what is read here; it comes from a node, so nothing in it is sure. */
interface Receipt {
  readonly status?: unknown;
  readonly logs?: readonly { readonly address?: unknown; readonly topics?: readonly unknown[]; readonly data?: unknown }[];
}

const TRANSFER = toEventSelector("event Transfer(address,address,uint256)");

function hasTransfer(options: { receipt: Receipt; asset: Hex; authorization: TransferAuthorization }): boolean {
  const { receipt, asset, authorization } = options;
  const topics = [TRANSFER, word(BigInt(authorization.from)), word(BigInt(authorization.to))];
  return (receipt.logs ?? []).some((log) => same(log.address, asset) && topics.every((topic, index) => same(log.topics?.[index], topic)) && same(log.data, word(authorization.value)));
}

function same(one: unknown, other: Hex): boolean {
  return typeof one === "string" && one.toLowerCase() === other.toLowerCase();
}
