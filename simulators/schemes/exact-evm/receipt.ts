import { encodeEventTopics, erc20Abi, type Hex, isAddressEqual, type PublicClient, type TransactionReceipt } from "viem";
import type { TransferAuthorization } from "./eip3009.ts";

export type Confirmation =
  | { readonly outcome: "transferred" }
  /** Mined, and the money did not move as authorised. */
  | { readonly outcome: "failed" }
  | { readonly outcome: "unknown" };

/**
 * Waits for a transaction's receipt and reads from it whether the transfer happened.
 *
 * @param options.timeoutMs then the outcome is `unknown`; so it is when the node cannot be asked
 */
export async function confirmTransfer(options: {
  client: PublicClient;
  hash: Hex;
  asset: Hex;
  authorization: TransferAuthorization;
  timeoutMs: number;
  pollingIntervalMs: number;
}): Promise<Confirmation> {
  const { client, hash, timeoutMs, pollingIntervalMs } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const receipt = await client.getTransactionReceipt({ hash }).catch(() => undefined);
    if (receipt !== undefined) return { outcome: receipt.status === "success" && hasTransfer({ ...options, receipt }) ? "transferred" : "failed" };
    if (performance.now() >= deadline) return { outcome: "unknown" };
    await new Promise((resolve) => setTimeout(resolve, pollingIntervalMs));
  }
}

function hasTransfer(options: { receipt: TransactionReceipt; asset: Hex; authorization: TransferAuthorization }): boolean {
  const { receipt, asset, authorization } = options;
  const topics = encodeEventTopics({ abi: erc20Abi, eventName: "Transfer", args: { from: authorization.from, to: authorization.to } });
  return receipt.logs.some(
    (log) => isAddressEqual(log.address, asset) && topics.every((topic, index) => log.topics[index] === topic) && log.data !== "0x" && BigInt(log.data) === authorization.value,
  );
}
