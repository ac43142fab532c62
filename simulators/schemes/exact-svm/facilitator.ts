import type { NetworkId, PaymentRequirements, SettleResponse, VerifyResponse } from "../../../spec/types.ts";
import { addSignatures, keyPairFromPrivateKey, serializeBase64Transaction } from "../../chains/svm/wire/index.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import type { CreateSchemeFacilitator, SchemeFacilitator } from "../scheme.ts";
import { createChainRpc } from "./chain-rpc.ts";
import { faults as defectFaults } from "./defects.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { createNeedlessRefusals } from "./needless-refusals.ts";
import { isSolanaNetwork } from "./network.ts";
import { messageKey, type ParsedPayment, type ParseResult, parsePayment } from "./parse-payment.ts";
import { payerOf } from "./payer.ts";
import { createSettle } from "./settle.ts";
import { createJudge } from "./verify.ts";

/** Facilitator half of scheme `exact` on Solana: schemes/exact/scheme_exact_svm.md. Of the newer text's two paths it has the static one. */

export const faults = defineFaults({
  "facilitator.exact-svm.undecodable-valid": { role: "facilitator", bug: "BUG: says valid to a transaction it cannot decode" },
  "facilitator.exact-svm.undecodable-throws": { role: "facilitator", bug: "BUG: answers a transaction it cannot decode with 500" },
  "facilitator.exact-svm.reason-smart-wallet": { role: "facilitator", bug: "BUG: refuses an ordinary payment of the wrong amount with a reason of smart wallets" },
  "facilitator.exact-svm.verify-claims": { role: "facilitator", bug: "BUG: verify claims the payment, so that it cannot be verified again" },
  "facilitator.exact-svm.verify-broadcasts": { role: "facilitator", bug: "BUG: verify puts the payment on the network" },
  "facilitator.exact-svm.kind-network-name": { role: "facilitator", bug: "BUG: names the network solana:devnet in /supported" },
  "facilitator.exact-svm.fee-payer-unannounced": { role: "facilitator", bug: "BUG: tells servers who pays the fee neither in the kind nor among the signers" },
});

interface Payment {
  readonly payload: Record<string, unknown>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
}

/**
 * @param options.network `solana:<genesis hash, 32 characters>`
 * @param options.chain.signerPrivateKey base58 of 64 bytes; its account pays the network's fee
 * @throws Error when the network is not a `solana:` one, RangeError when the key is none
 */
export const createFacilitator: CreateSchemeFacilitator = ({ effects, faults: active, network, chain, confirmationTimeoutSeconds }): SchemeFacilitator => {
  if (!isSolanaNetwork(network)) throw new Error(`exact on Solana serves networks named solana:<32 characters of the genesis hash>, found ${network}`);
  const signer = keyPairFromPrivateKey(chain.signerPrivateKey);
  const rpc = createChainRpc({ rpcUrl: chain.rpcUrl });
  const judge = createJudge({ chain: rpc, sponsor: signer.address, faults: active });
  const settle = createSettle({ chain: rpc, signer, network: network as NetworkId, judge: (payment) => judge(payment, "settle"), now: effects.now, confirmationTimeoutSeconds, faults: active });
  const refusesNeedlessly = createNeedlessRefusals({ faults: active });
  const fault = faultPoints({ declared: { ...faults, ...defectFaults }, active });

  const seen = new Set<string>();
  const met = new Set<string>();
  const metBefore = (key: string): boolean => met.has(key) || (met.add(key), false);
  /** What this half does wrong with a good payment: nothing, in the reference. */
  const verifyDeviation = async (payment: ParsedPayment): Promise<ErrorReason | undefined> => {
    const key = messageKey(payment.messageBytes);
    if (seen.has(key)) return "invalid_transaction_state";
    if (fault("facilitator.exact-svm.verify-claims", () => metBefore(key))) seen.add(key);
    if (fault("facilitator.exact-svm.verify-broadcasts")) await rpc.call("sendTransaction", serializeBase64Transaction(addSignatures({ transaction: payment.transaction, signers: [signer] })), { encoding: "base64", skipPreflight: true });
    return undefined;
  };

  const verify = async (payment: ParsedPayment): Promise<VerifyResponse> => {
    const payer = payerOf(payment);
    const { reason, inspection, reading, overlooked } = await judge(payment, "verify");
    const needless = reason === undefined && refusesNeedlessly({ payment, inspection, reading }) ? "invalid_transaction_state" : undefined;
    const masked = reason === "invalid_exact_svm_payload_amount_mismatch" && fault("facilitator.exact-svm.reason-smart-wallet") ? "smart_wallet_program_not_allowed" : undefined;
    // What a fault let through can do nothing more.
    const refused = masked ?? reason ?? needless ?? (overlooked.size > 0 ? undefined : await verifyDeviation(payment));
    return refused === undefined ? { isValid: true, ...payer } : { isValid: false, invalidReason: refused, ...payer };
  };

  /** What this half makes of a payment it cannot read: nothing, in the reference. */
  const unreadable = (parsed: ParseResult & { readonly ok: false }): VerifyResponse => {
    const { reason, undecodable } = parsed;
    const refusal: VerifyResponse = { isValid: false, invalidReason: reason };
    // The first key is the fee payer's, and the reader lets nobody call it.
    if (undecodable === "transaction.program-is-fee-payer") return fault("facilitator.exact-svm.fee-payer-as-program-accepted") ? { isValid: true } : refusal;
    if (undecodable === undefined) return refusal;
    if (fault("facilitator.exact-svm.undecodable-throws")) throw new Error(undecodable);
    return fault("facilitator.exact-svm.undecodable-valid") ? { isValid: true } : refusal;
  };

  return {
    scheme: "exact",
    network,
    kind: () => ({
      x402Version: 2,
      scheme: "exact",
      network: fault("facilitator.exact-svm.kind-network-name") ? "solana:devnet" : (network as NetworkId),
      ...(fault("facilitator.exact-svm.fee-payer-unannounced") ? {} : { extra: { feePayer: signer.address } }),
    }),
    signers: () => ({ "solana:*": fault("facilitator.exact-svm.fee-payer-unannounced") ? [] : [signer.address] }),
    async verify({ payload, requirements }: Payment): Promise<VerifyResponse> {
      const parsed = parsePayment({ payload, requirements });
      return parsed.ok ? await verify(parsed.payment) : unreadable(parsed);
    },
    async settle({ payload, requirements }: Payment): Promise<SettleResponse> {
      const parsed = parsePayment({ payload, requirements });
      return parsed.ok ? await settle(parsed.payment) : { success: false, errorReason: parsed.reason, transaction: "", network: network as NetworkId };
    },
  };
};
