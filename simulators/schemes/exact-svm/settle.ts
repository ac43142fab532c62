import type { NetworkId, SettleResponse } from "../../../spec/types.ts";
import { addSignatures, decodeBase58, encodeBase58, type KeyPair, serializeBase64Transaction, type Transaction } from "../../chains/svm/wire/index.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { COMMITMENT } from "./chain-accounts.ts";
import { type ChainRpc, RpcAnswerError } from "./chain-rpc.ts";
import { confirmTransaction, isConfirmed, type Status } from "./confirm.ts";
import { type Claim, createSettlementClaims, fingerprint } from "./duplicates.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { type ParsedPayment, messageKey } from "./parse-payment.ts";
import { ownPayment, payerOf } from "./payer.ts";
import type { Judgement } from "./verify.ts";

/** Settlement: scheme_exact_svm.md, steps 12 and 13 of the flow, and its Recommended Mitigation. */

export const faults = defineFaults({
  "facilitator.exact-svm.settle-unverified": { role: "facilitator", bug: "BUG: settles without verifying again" },
  "facilitator.exact-svm.duplicates-uncached": { role: "facilitator", bug: "BUG: does not remember what it is settling" },
  "facilitator.exact-svm.duplicate-key-text": { role: "facilitator", bug: "BUG: tells payments apart by their text, so that the same message with other bytes in the fee payer's slot is another one" },
  "facilitator.exact-svm.duplicate-reason-other": { role: "facilitator", bug: "BUG: gives invalid_transaction_state for a payment that is being settled" },
  "facilitator.exact-svm.duplicate-before-verify": { role: "facilitator", bug: "BUG: remembers payments before it verifies them" },
  "facilitator.exact-svm.already-processed-settled": { role: "facilitator", bug: "BUG: settles once more what the chain has executed already, and is told that it is confirmed" },
  "facilitator.exact-svm.replay-cached": { role: "facilitator", bug: "BUG: answers a repeated settle with the first one's success" },
  "facilitator.exact-svm.concurrent-dropped": { role: "facilitator", bug: "BUG: refuses payments while a dozen others are being settled" },
  "facilitator.exact-svm.unlanded-is-success": { role: "facilitator", bug: "BUG: asks once after the transaction, and takes not yet known for done" },
  "facilitator.exact-svm.status-ignored": { role: "facilitator", bug: "BUG: reports success once a transaction has landed, whatever its error" },
  "facilitator.exact-svm.failed-without-signature": { role: "facilitator", bug: "BUG: leaves out the signature of a transaction that failed" },
  "facilitator.exact-svm.pending-without-signature": { role: "facilitator", bug: "BUG: says settlement_pending without the signature" },
  "facilitator.exact-svm.pending-otherwise": { role: "facilitator", bug: "BUG: gives unexpected_settle_error where the outcome of a transaction is open" },
  "facilitator.exact-svm.pending-unbound": { role: "facilitator", bug: "BUG: asks again after a pending transaction whatever is required meanwhile" },
  "facilitator.exact-svm.success-without-signature": { role: "facilitator", bug: "BUG: reports success without the transaction's signature" },
  "facilitator.exact-svm.signature-hex": { role: "facilitator", bug: "BUG: writes the transaction's signature in hex" },
  "facilitator.exact-svm.client-signature-reported": { role: "facilitator", bug: "BUG: names the client's signature where the transaction's belongs" },
  "facilitator.exact-svm.payer-fee-payer": { role: "facilitator", bug: "BUG: names the fee payer as payer of settlements" },
  "facilitator.exact-svm.paid-from-own-balance": { role: "facilitator", bug: "BUG: pays the recipient by a transaction of its own and never sends the client's" },
});

export type Settle = (payment: ParsedPayment) => Promise<SettleResponse>;

export function createSettle(options: {
  chain: ChainRpc;
  signer: KeyPair;
  network: NetworkId;
  /** Verification, done again: an earlier /verify binds nobody. */
  judge: (payment: ParsedPayment) => Promise<Judgement>;
  /** Milliseconds. */
  now: () => number;
  confirmationTimeoutSeconds: number;
  faults: FaultSet;
}): Settle {
  const { chain, signer, network, judge } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const claims = createSettlementClaims({ now: options.now });
  const texts = new Map<string, string>();
  const running = new Set<string>();

  const keyOf = ({ messageBytes, text }: ParsedPayment): string => {
    const key = messageKey(messageBytes);
    const differs = (): boolean => text !== (texts.get(key) ?? (texts.set(key, text), text));
    return fault("facilitator.exact-svm.duplicate-key-text", differs) ? text : key;
  };

  const settle: Settle = async (payment) => {
    const key = keyOf(payment);
    const payer = payerOf(payment);
    const claim = (value: Claim): void => claims.set({ key, claim: value });
    const failure = (errorReason: ErrorReason, transaction = ""): SettleResponse => ({ success: false, errorReason, transaction, network, ...payer });
    const success = (signature: string): SettleResponse => ({
      success: true,
      transaction: reported({ signature, payment }),
      network,
      ...(fault("facilitator.exact-svm.payer-fee-payer") ? { payer: signer.address } : payer),
      // What was transferred is what was required, or it would not have been settled.
      amount: payment.required.amount.toString(),
    });
    const confirm = async (signature: string): Promise<SettleResponse> => {
      const isEnough = (status: Status | undefined): boolean => isConfirmed(status) || fault("facilitator.exact-svm.unlanded-is-success");
      const outcome = await confirmTransaction({ chain, signature, timeoutMs: options.confirmationTimeoutSeconds * 1000, isEnough });
      if (outcome === "unknown") {
        claim({ state: "pending", signature, fingerprint: fingerprint(payment) });
        return failure(fault("facilitator.exact-svm.pending-otherwise") ? "unexpected_settle_error" : "settlement_pending", fault("facilitator.exact-svm.pending-without-signature") ? "" : signature);
      }
      if (outcome === "executed" || fault("facilitator.exact-svm.status-ignored")) {
        claim({ state: "settled", signature });
        return success(signature);
      }
      claims.release(key);
      return failure("invalid_transaction_state", fault("facilitator.exact-svm.failed-without-signature") ? "" : signature);
    };

    // The chain may meanwhile know the very transaction we are asked about: look before verifying.
    const earlier = claims.get(key);
    if (earlier?.state === "pending" && (earlier.fingerprint === fingerprint(payment) || fault("facilitator.exact-svm.pending-unbound"))) {
      claim({ state: "settling" });
      return await confirm(earlier.signature);
    }
    if (earlier?.state === "settled" && fault("facilitator.exact-svm.replay-cached")) return success(earlier.signature);
    const judgement = await judge(payment);
    const processed = judgement.reason === "duplicate_settlement" && fault("facilitator.exact-svm.already-processed-settled");
    if (judgement.reason !== undefined && !processed && !fault("facilitator.exact-svm.settle-unverified")) {
      if (judgement.reason === "duplicate_settlement") return failure(duplicateReason());
      if (fault("facilitator.exact-svm.duplicate-before-verify")) claim({ state: "settled", signature: "" });
      return failure(judgement.reason);
    }
    // Between this look and the claim nothing is awaited: of identical settlements one gets through.
    if (claims.get(key) !== undefined && !fault("facilitator.exact-svm.duplicates-uncached")) return failure(duplicateReason());
    claim({ state: "settling" });

    try {
      const transaction = fault("facilitator.exact-svm.paid-from-own-balance") ? ownPayment({ payment, signer }) : addSignatures({ transaction: payment.transaction, signers: [signer] });
      const signature = await send(transaction);
      const blind = judgement.overlooked.has("signature") || judgement.overlooked.has("blockhash-unknown");
      return blind ? success(signature) : await confirm(signature);
    } catch {
      claims.release(key);
      return failure("unexpected_settle_error");
    }
  };

  /** @throws when nothing was sent for certain; where the node broke off, asking after the signature will tell */
  async function send(transaction: Transaction): Promise<string> {
    const parameters = { encoding: "base64", skipPreflight: true, preflightCommitment: COMMITMENT };
    try {
      await chain.call("sendTransaction", serializeBase64Transaction(transaction), parameters);
    } catch (error) {
      if (error instanceof RpcAnswerError) throw error;
    }
    return encodeBase58(transaction.signatures[0] ?? new Uint8Array());
  }

  function duplicateReason(): ErrorReason {
    return fault("facilitator.exact-svm.duplicate-reason-other") ? "invalid_transaction_state" : "duplicate_settlement";
  }

  function reported(settled: { signature: string; payment: ParsedPayment }): string {
    const { signature, payment } = settled;
    if (fault("facilitator.exact-svm.success-without-signature")) return "";
    if (fault("facilitator.exact-svm.client-signature-reported")) return encodeBase58(payment.transaction.signatures[1] ?? new Uint8Array(64));
    return fault("facilitator.exact-svm.signature-hex") ? inHex(signature) : signature;
  }

  return async (payment) => {
    const { payer = "" } = payerOf(payment);
    if (running.size >= CROWD && !running.has(payer) && fault("facilitator.exact-svm.concurrent-dropped")) return { success: false, errorReason: "unexpected_settle_error", transaction: "", network, payer };
    running.add(payer);
    try {
      return await settle(payment);
    } finally {
      running.delete(payer);
    }
  };
}

/** Other cases of a run settle a few at a time; the fault is not to disturb them. */
const CROWD = 12;

function inHex(signature: string): string {
  return Buffer.from(decodeBase58(signature) ?? []).toString("hex");
}
