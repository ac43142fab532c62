import { encodeFunctionData, erc20Abi, type Hex, multicall3Abi } from "viem";
import { parseErc6492Signature } from "viem/utils";
import type { NetworkId, SettleResponse } from "../../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import type { Broadcaster } from "./broadcast.ts";
import type { ChainRpc } from "./chain-rpc.ts";
import type { ErrorReason } from "./error-reasons.ts";
import type { ParsedPayment } from "./parse-payment.ts";
import { confirmTransfer } from "./receipt.ts";
import { type Claim, claimKey, createSettlementClaims, fingerprint } from "./settlement-claims.ts";
import { transferCall } from "./token-calls.ts";
import { faults as verifyFaults, isWrapped } from "./verify-steps.ts";

/** Settlement: scheme_exact_evm.md §1 Phase 3, core specification §6.1.3 and §7.2. */

export const faults = defineFaults({
  "facilitator.exact-evm.settle-unverified": { role: "facilitator", bug: "BUG: settles without verifying again" },
  "facilitator.exact-evm.replay-cached": { role: "facilitator", bug: "BUG: answers a repeated settle with the first one's success" },
  "facilitator.exact-evm.replay-rebroadcast": { role: "facilitator", bug: "BUG: broadcasts a repeated settle again and reports success for the reverted transaction" },
  "facilitator.exact-evm.concurrent-dropped": { role: "facilitator", bug: "BUG: refuses payments while a dozen others are being settled" },
  "facilitator.exact-evm.receipt-ignored": { role: "facilitator", bug: "BUG: reports success once a transaction is mined, whatever its status" },
  "facilitator.exact-evm.reverted-without-hash": { role: "facilitator", bug: "BUG: leaves out the hash of a transaction that reverted" },
  "facilitator.exact-evm.pending-without-hash": { role: "facilitator", bug: "BUG: says settlement_pending without the hash" },
  "facilitator.exact-evm.pending-otherwise": { role: "facilitator", bug: "BUG: gives unexpected_settle_error where the outcome of a transaction is open" },
  "facilitator.exact-evm.pending-unbound": { role: "facilitator", bug: "BUG: asks again after a pending transaction whatever is required meanwhile" },
  "facilitator.exact-evm.transfer-twice": { role: "facilitator", bug: "BUG: settles through a batch that sends the recipient one more unit out of its own balance" },
  "facilitator.exact-evm.contract-unsettled": { role: "facilitator", bug: "BUG: finds contract payers valid and cannot settle them" },
  "facilitator.exact-evm.erc6492-called": { role: "facilitator", bug: "BUG: makes whatever call an ERC-6492 wrapper names, in its own name" },
  "facilitator.exact-evm.paid-from-own-balance": { role: "facilitator", bug: "BUG: pays the recipient out of its own balance and never uses the authorization" },
  "facilitator.exact-evm.success-without-hash": { role: "facilitator", bug: "BUG: reports success without the transaction's hash" },
});

const POLLING_INTERVAL_MS = 10;

/** What verification says: a reason against the payment, or the overload its signature needs. */
export type Judgement = { readonly reason: ErrorReason } | { readonly reason: undefined; readonly form: "vrs" | "bytes"; readonly nonceUsed: boolean };

export type Settle = (payment: ParsedPayment) => Promise<SettleResponse>;

export function createSettle(options: {
  chain: ChainRpc;
  broadcaster: Broadcaster;
  network: NetworkId;
  /** Verification, done again: an earlier /verify binds nobody. */
  judge: (payment: ParsedPayment) => Promise<Judgement>;
  /** Unix seconds. */
  now: () => bigint;
  confirmationTimeoutSeconds: number;
  faults: FaultSet;
}): Settle {
  const { chain, broadcaster, network, judge } = options;
  const fault = faultPoints({ declared: { ...faults, ...verifyFaults }, active: options.faults });
  const claims = createSettlementClaims({ now: options.now });
  const running = new Set<string>();

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

    const confirm = async (hash: Hex, blind = (): boolean => fault("facilitator.exact-evm.receipt-ignored")): Promise<SettleResponse> => {
      const { outcome } = await confirmTransfer({ chain, hash, asset: required.asset, authorization, timeoutMs: options.confirmationTimeoutSeconds * 1000, pollingIntervalMs: POLLING_INTERVAL_MS });
      if (outcome === "unknown") {
        claim({ state: "pending", hash, fingerprint: fingerprint(payment) });
        return failure(fault("facilitator.exact-evm.pending-otherwise") ? "unexpected_settle_error" : "settlement_pending", fault("facilitator.exact-evm.pending-without-hash") ? "" : hash);
      }
      if (outcome === "transferred" || blind()) {
        claim({ state: "settled", hash });
        return success(hash);
      }
      claims.release(key);
      return failure("invalid_transaction_state", fault("facilitator.exact-evm.reverted-without-hash") ? "" : hash);
    };

    // Its nonce may meanwhile be used by the very transaction we are asked about: look before verifying.
    const earlier = claims.get(key);
    if (earlier?.state === "pending" && (earlier.fingerprint === fingerprint(payment) || fault("facilitator.exact-evm.pending-unbound"))) {
      claim({ state: "settling" });
      return await confirm(earlier.hash);
    }
    if (isWrapped(signature) && fault("facilitator.exact-evm.erc6492-called")) {
      const { address, data } = parseErc6492Signature(signature);
      if (address !== undefined && data !== undefined) await broadcaster.send({ to: address, data });
    }
    if (earlier?.state === "settled") {
      if (fault("facilitator.exact-evm.replay-cached")) return success(earlier.hash);
      if (fault("facilitator.exact-evm.replay-rebroadcast")) return success((await broadcaster.send({ to: required.asset, data: transferCall({ authorization, signature, form: "bytes" }) ?? "0x" })).hash);
    }
    const judgement: Judgement = fault("facilitator.exact-evm.settle-unverified") ? { reason: undefined, form: "bytes", nonceUsed: false } : await judge(payment);
    if (judgement.reason !== undefined) return failure(judgement.reason);
    // Between this look and the claim nothing is awaited: of identical settlements one gets through.
    if (claims.get(key) !== undefined) return failure("duplicate_settlement");
    claim({ state: "settling" });
    if (judgement.form === "bytes" && fault("facilitator.exact-evm.contract-unsettled")) return failure("unexpected_settle_error");

    let sent: { hash: Hex };
    try {
      const data = fault("facilitator.exact-evm.paid-from-own-balance") ? ownTransfer(required.payTo, authorization.value) : transferCall({ authorization, signature, form: judgement.form });
      if (data === undefined) throw new Error("a verified signature has a call");
      sent = fault("facilitator.exact-evm.transfer-twice") ? await sendTwice({ broadcaster, asset: required.asset, data, payTo: required.payTo }) : await broadcaster.send({ to: required.asset, data });
    } catch {
      claims.release(key);
      return failure("unexpected_settle_error");
    }
    if (fault("facilitator.exact-evm.paid-from-own-balance")) return success(sent.hash);
    if (judgement.nonceUsed) return await confirm(sent.hash, () => fault("facilitator.exact-evm.nonce-unchecked"));
    return await confirm(sent.hash);
  };

  return async (payment) => {
    if (!fault("facilitator.exact-evm.concurrent-dropped")) return await settle(payment);
    const payer = payment.authorization.from;
    if (running.size >= CROWD && !running.has(payer)) return { success: false, errorReason: "unexpected_settle_error", transaction: "", network, payer };
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

/** Multicall3, at the same address on every chain. */
const MULTICALL: Hex = "0xcA11bde05977b3631167028862bE2a173976CA11";

async function sendTwice(options: { broadcaster: Broadcaster; asset: Hex; data: Hex; payTo: Hex }): Promise<{ hash: Hex }> {
  const { broadcaster, asset, data, payTo } = options;
  await broadcaster.send({ to: asset, data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [MULTICALL, 1_000n] }) });
  const more = encodeFunctionData({ abi: erc20Abi, functionName: "transferFrom", args: [broadcaster.address, payTo, 1n] });
  const calls = [data, more].map((callData) => ({ target: asset, allowFailure: false, callData }));
  return await broadcaster.send({ to: MULTICALL, data: encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] }) });
}

function ownTransfer(to: Hex, value: bigint): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, value] });
}
