import { isObject } from "../../json.ts";
import { type ChainRpc, valueOf } from "./chain-rpc.ts";

const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 200;

export type Outcome =
  | "executed"
  /** Landed, and failed. */
  | "failed"
  | "unknown";

/**
 * Asks after a transaction until an answer is enough.
 *
 * @param options.timeoutMs then the outcome is `unknown`; so it is when the node cannot be asked
 * @param options.isEnough whether to go by an answer
 */
export async function confirmTransaction(options: { chain: ChainRpc; signature: string; timeoutMs: number; isEnough: (status: Status | undefined) => boolean }): Promise<Outcome> {
  const { chain, signature, timeoutMs, isEnough } = options;
  const deadline = performance.now() + timeoutMs;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const answer = await readStatus({ chain, signature }).catch(() => "unreadable" as const);
    if (answer !== "unreadable" && isEnough(answer)) return answer?.failed === true ? "failed" : "executed";
    const left = deadline - performance.now();
    if (left <= 0) return "unknown";
    await new Promise((resolve) => setTimeout(resolve, Math.min(wait, left)));
  }
}

/** What the node says of a transaction it knows. */
export interface Status {
  readonly failed: boolean;
  readonly confirmed: boolean;
}

/** The cluster has voted for it. Less may yet be undone. */
export function isConfirmed(status: Status | undefined): boolean {
  return status?.confirmed === true;
}

async function readStatus(options: { chain: ChainRpc; signature: string }): Promise<Status | undefined> {
  // Asked again after a while, it may have left what the node keeps at hand.
  const value = valueOf(await options.chain.call("getSignatureStatuses", [options.signature], { searchTransactionHistory: true }));
  const status: unknown = Array.isArray(value) ? value[0] : undefined;
  if (!isObject(status)) return undefined;
  const confirmed = status["confirmationStatus"] === "confirmed" || status["confirmationStatus"] === "finalized";
  return { failed: status["err"] !== null && status["err"] !== undefined, confirmed };
}
