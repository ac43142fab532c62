/** Sends transactions to a validator, many at a time, and waits until they are confirmed. */
import { setTimeout as sleep } from "node:timers/promises";
import { SvmNodeError } from "../errors.ts";
import type { RpcClient } from "../rpc-client.ts";

/** A signed transaction on its way. */
export interface Outgoing {
  /** Base58 of the first. */
  readonly signature: string;
  /** The whole transaction in base64. */
  readonly payload: string;
  /** After this block height it cannot land any more. */
  readonly lastValidBlockHeight: bigint;
}

/** How long to wait between two questions, in milliseconds: a quarter of a slot. */
const pauseMs = 100;
/** How many questions pass until what is not there yet is sent again. */
const roundsPerSending = 10;
/** `getSignatureStatuses` answers for so many at most. */
const statusesPerCall = 256;

interface SignatureStatus {
  readonly err: unknown;
  readonly confirmationStatus: "processed" | "confirmed" | "finalized" | null;
}

/**
 * Sends transactions, and waits until each is confirmed. One that is not there yet is sent again: validators drop
 * some while they start.
 *
 * @throws SvmNodeError `svm.transaction-failed` for the first that fails or expires
 */
export async function sendAll(options: { readonly rpc: RpcClient; readonly transactions: readonly Outgoing[] }): Promise<void> {
  const { rpc } = options;
  let pending = options.transactions;
  for (let round = 0; pending.length > 0; round++) {
    // Without preflight: what would be told there is told by the status, and what is sent twice is no error.
    if (round % roundsPerSending === 0) await rpc.batch(pending.map(({ payload }) => ({ method: "sendTransaction", params: [payload, { encoding: "base64", skipPreflight: true }] })));
    else await sleep(pauseMs);
    pending = await stillPending({ rpc, pending });
  }
}

async function stillPending(options: { readonly rpc: RpcClient; readonly pending: readonly Outgoing[] }): Promise<readonly Outgoing[]> {
  const { rpc, pending } = options;
  // Asked before the statuses: a transaction that is not there although its blockhash is too old never will be.
  const height = BigInt(await rpc.call<number | bigint>("getBlockHeight", [{ commitment: "confirmed" }]));
  const chunks = Array.from({ length: Math.ceil(pending.length / statusesPerCall) }, (_, index) => pending.slice(index * statusesPerCall, (index + 1) * statusesPerCall));
  const answers = await rpc.batch<{ readonly value: readonly (SignatureStatus | null)[] }>(
    chunks.map((chunk) => ({ method: "getSignatureStatuses", params: [chunk.map(({ signature }) => signature)] })),
  );
  const statuses = answers.flatMap(({ value }) => value);
  return pending.filter(({ signature, lastValidBlockHeight }, index) => {
    const status = statuses[index] ?? undefined;
    if (status === undefined && height > lastValidBlockHeight) throw transactionError({ signature, found: "its blockhash expired before it was in a block" });
    if (status !== undefined && status.err !== null) throw transactionError({ signature, found: JSON.stringify(status.err) });
    return status === undefined || status.confirmationStatus === "processed";
  });
}

function transactionError(options: { readonly signature: string; readonly found: string }): SvmNodeError {
  return new SvmNodeError({
    code: "svm.transaction-failed",
    message: `The harness's own transaction ${options.signature} failed.`,
    found: options.found,
    next: "see getTransaction of the signature for its logs",
  });
}
