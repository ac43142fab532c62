/** Sends the harness's own transactions to a validator, many at a time, and waits until they are confirmed. */
import { setTimeout as sleep } from "node:timers/promises";
import { compileMessage, encodeBase58, serializeBase64Transaction, signTransaction } from "../wire/index.ts";
import type { Instruction, KeyPair } from "../wire/index.ts";
import { ValidatorError } from "./errors.ts";
import type { ValidatorRpc } from "./rpc.ts";

/** How long to wait between two questions, in milliseconds: a quarter of a slot. */
const pauseMs = 100;
/** `getSignatureStatuses` answers for so many at most. */
const statusesPerCall = 256;

interface SignatureStatus {
  readonly slot: number;
  readonly err: unknown;
  readonly confirmationStatus: "processed" | "confirmed" | "finalized" | null;
}

interface Pending {
  readonly signature: string;
  readonly payload: string;
  readonly lastValidBlockHeight: number;
}

/**
 * Signs each group of instructions as one transaction, sends all, and waits until each is confirmed. A transaction
 * that is not there yet is sent again: validators drop some while they start.
 *
 * @param options.payer pays the fees and signs first
 * @param options.signers whoever else signs
 * @returns the signatures, in the order of the groups
 * @throws ValidatorError `svm.validator-transaction-failed` for the first that fails or expires
 */
export async function sendAll(options: {
  readonly rpc: ValidatorRpc;
  readonly payer: KeyPair;
  readonly signers?: readonly KeyPair[];
  readonly groups: readonly (readonly Instruction[])[];
}): Promise<readonly string[]> {
  const { rpc, payer, signers = [], groups } = options;
  if (groups.length === 0) return [];
  const { value: latest } = await rpc.request<{ readonly value: { readonly blockhash: string; readonly lastValidBlockHeight: number } }>({
    method: "getLatestBlockhash",
    params: [{ commitment: "confirmed" }],
  });
  const all = groups.map((instructions): Pending => {
    const message = compileMessage({ feePayer: payer.address, blockhash: latest.blockhash, instructions });
    const transaction = signTransaction({ message, signers: [payer, ...signers] });
    const [first] = transaction.signatures;
    return { signature: encodeBase58(first ?? new Uint8Array()), payload: serializeBase64Transaction(transaction), lastValidBlockHeight: latest.lastValidBlockHeight };
  });
  let pending: readonly Pending[] = all;
  for (let round = 0; pending.length > 0; round++) {
    // Without preflight: what would be told there is told by the status, and what is sent twice is no error.
    if (round % 10 === 0) await rpc.batch(pending.map(({ payload }) => ({ method: "sendTransaction", params: [payload, { encoding: "base64", skipPreflight: true }] })));
    else await sleep(pauseMs);
    pending = await stillPending({ rpc, pending });
  }
  return all.map(({ signature }) => signature);
}

async function stillPending(options: { readonly rpc: ValidatorRpc; readonly pending: readonly Pending[] }): Promise<readonly Pending[]> {
  const { rpc, pending } = options;
  // Before the statuses: a transaction that is not there once its blockhash is too old never will be.
  const height = await rpc.request<number>({ method: "getBlockHeight", params: [{ commitment: "confirmed" }] });
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

function transactionError(options: { readonly signature: string; readonly found: string }): ValidatorError {
  return new ValidatorError({
    code: "svm.validator-transaction-failed",
    message: `The harness's own transaction ${options.signature} failed.`,
    found: options.found,
    next: "see getTransaction of the signature for its logs",
  });
}
