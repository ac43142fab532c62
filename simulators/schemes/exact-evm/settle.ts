import { encodeFunctionData, erc20Abi, type Hex, type PublicClient } from "viem";
import type { NetworkId, SettleResponse } from "../../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { Broadcaster } from "./broadcast.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { transferCall } from "./facilitator-chain.ts";
import type { ParsedPayment } from "./parse-payment.ts";
import { confirmTransfer } from "./receipt.ts";
import { type Claim, claimKey, createSettlementClaims, fingerprint } from "./settlement-claims.ts";
import { faults as verifyFaults } from "./verify-steps.ts";

/** Settlement: scheme_exact_evm.md §1 Phase 3, core specification §6.1.3 and §7.2. */

export const faults = defineFaults({
  "facilitator.exact-evm.settle-unverified": { role: "facilitator", bug: "BUG: settles without verifying again" },
  "facilitator.exact-evm.replay-cached": { role: "facilitator", bug: "BUG: answers a repeated settle with the first one's success" },
  "facilitator.exact-evm.replay-rebroadcast": { role: "facilitator", bug: "BUG: broadcasts a repeated settle again and reports success for the reverted transaction" },
  "facilitator.exact-evm.concurrent-shared": { role: "facilitator", bug: "BUG: concurrent settles of one payment all report the one success" },
  "facilitator.exact-evm.concurrent-dropped": { role: "facilitator", bug: "BUG: settles one payment at a time and refuses other payments meanwhile" },
  "facilitator.exact-evm.receipt-ignored": { role: "facilitator", bug: "BUG: reports success once a transaction is mined, whatever its status" },
  "facilitator.exact-evm.reverted-without-hash": { role: "facilitator", bug: "BUG: leaves out the hash of a transaction that reverted" },
  "facilitator.exact-evm.pending-without-hash": { role: "facilitator", bug: "BUG: says settlement_pending without the hash" },
  "facilitator.exact-evm.transfer-twice": { role: "facilitator", bug: "BUG: sends the recipient one more unit out of its own balance" },
  "facilitator.exact-evm.paid-from-own-balance": { role: "facilitator", bug: "BUG: pays the recipient out of its own balance and never uses the authorization" },
  "facilitator.exact-evm.success-without-hash": { role: "facilitator", bug: "BUG: reports success without the transaction's hash" },
});

const POLLING_INTERVAL_MS = 10;

/** What verification says: a reason against the payment, or the overload its signature needs. */
export type Judgement = { readonly reason: ErrorReason } | { readonly reason: undefined; readonly form: "vrs" | "bytes" };

export type Settle = (payment: ParsedPayment) => Promise<SettleResponse>;

export function createSettle(options: {
  client: PublicClient;
  broadcaster: Broadcaster;
  network: NetworkId;
  /** Verification, done again: an earlier /verify binds nobody. */
  judge: (payment: ParsedPayment) => Promise<Judgement>;
  /** Unix seconds. */
  now: () => bigint;
  confirmationTimeoutSeconds: number;
  faults: FaultSet;
}): Settle {
  const { client, broadcaster, network, judge } = options;
  const fault = faultPoints({ declared: { ...faults, ...verifyFaults }, active: options.faults });
  const claims = createSettlementClaims({ now: options.now });
  const running = new Map<string, Promise<SettleResponse>>();

  const settle: Settle = async (payment) => {
    const { authorization, signature, required } = payment;
    const key = claimKey(payment);
    const failure = (errorReason: ErrorReason, transaction: Hex | "" = ""): SettleResponse => ({ success: false, errorReason, transaction, network, payer: authorization.from });
    const success = (hash: Hex): SettleResponse => ({
      success: true,
      transaction: fault("facilitator.exact-evm.success-without-hash") ? "" : hash,
      network,
      payer: authorization.from,
      amount: authorization.value.toString(),
    });
    const claim = (value: Claim): void => claims.set({ key, claim: value, until: authorization.validBefore });

    const confirm = async (hash: Hex): Promise<SettleResponse> => {
      const { outcome } = await confirmTransfer({ client, hash, asset: required.asset, authorization, timeoutMs: options.confirmationTimeoutSeconds * 1000, pollingIntervalMs: POLLING_INTERVAL_MS });
      if (outcome === "unknown") {
        claim({ state: "pending", hash, fingerprint: fingerprint(payment) });
        return failure("settlement_pending", fault("facilitator.exact-evm.pending-without-hash") ? "" : hash);
      }
      if (outcome === "transferred" || fault("facilitator.exact-evm.receipt-ignored")) {
        claim({ state: "settled", hash });
        return success(hash);
      }
      claims.release(key);
      return failure("invalid_transaction_state", fault("facilitator.exact-evm.reverted-without-hash") ? "" : hash);
    };

    // Its nonce may meanwhile be used by the very transaction we are asked about: look before verifying.
    const earlier = claims.get(key);
    if (earlier?.state === "pending" && earlier.fingerprint === fingerprint(payment)) {
      claim({ state: "settling" });
      return await confirm(earlier.hash);
    }
    if (earlier?.state === "settled") {
      if (fault("facilitator.exact-evm.replay-cached") || fault("facilitator.exact-evm.nonce-unchecked")) return success(earlier.hash);
      if (fault("facilitator.exact-evm.replay-rebroadcast")) return success((await broadcaster.send({ to: required.asset, data: transferCall({ authorization, signature, form: "bytes" }) ?? "0x" })).hash);
    }
    const judgement: Judgement = fault("facilitator.exact-evm.settle-unverified") ? { reason: undefined, form: "bytes" } : await judge(payment);
    if (judgement.reason !== undefined) return failure(judgement.reason);
    // Between this look and the claim nothing is awaited: of identical settlements one gets through.
    if (claims.get(key) !== undefined) return failure("duplicate_settlement");
    claim({ state: "settling" });

    let sent: { hash: Hex };
    try {
      const data = fault("facilitator.exact-evm.paid-from-own-balance") ? ownTransfer(required.payTo, authorization.value) : transferCall({ authorization, signature, form: judgement.form });
      if (data === undefined) throw new Error("a verified signature has a call");
      sent = await broadcaster.send({ to: required.asset, data });
    } catch {
      claims.release(key);
      return failure("unexpected_settle_error");
    }
    if (fault("facilitator.exact-evm.paid-from-own-balance")) return success(sent.hash);
    if (fault("facilitator.exact-evm.transfer-twice")) await broadcaster.send({ to: required.asset, data: ownTransfer(required.payTo, 1n) });
    return await confirm(sent.hash);
  };

  return async (payment) => {
    const key = claimKey(payment);
    const other = running.get(key);
    if (other !== undefined && fault("facilitator.exact-evm.concurrent-shared")) return await other;
    if (running.size > 0 && other === undefined && fault("facilitator.exact-evm.concurrent-dropped")) {
      return { success: false, errorReason: "unexpected_settle_error", transaction: "", network, payer: payment.authorization.from };
    }
    const mine = settle(payment);
    if (other === undefined) running.set(key, mine);
    try {
      return await mine;
    } finally {
      if (running.get(key) === mine) running.delete(key);
    }
  };
}

function ownTransfer(to: Hex, value: bigint): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, value] });
}
