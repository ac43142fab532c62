import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import type { Account } from "../evm/_accounts.ts";
import { boundSalt, DEPLOYMENTS, identityOf, NETWORK, paymentWorld, permitDigest, receiveDigest, TOKEN } from "./_evm.ts";
import type { Permit, Receive } from "./_evm.ts";

export const NOW = 1_740_675_700;

/** What a payment differs in from the usual one. */
export type Variation = {
  readonly requirements?: object;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly authorization?: Partial<Receive>;
  readonly permit?: Partial<Permit>;
  readonly payload?: object;
  readonly method?: "eip3009" | "permit2";
  readonly deployment?: keyof typeof DEPLOYMENTS;
  readonly signer?: Account;
  readonly signature?: (digest: Hex) => Hex;
};

/** Makes requests to verify: an offer and a payload signed for it. */
export const createRequests = (seeded: Seeded) => {
  const world = paymentWorld(seeded);
  const { payer, info } = world;
  const base = { captureAuthorizer: info.operator, captureDeadline: info.authorizationExpiry, refundDeadline: info.refundExpiry, minFeeBps: 100, maxFeeBps: 100, feeRecipient: info.feeReceiver, name: "USD Coin", version: "2" };
  const saltNonce = seeded.hex("salt nonce", 32);

  /** An offer and a payment that fits it, but for what the variation says. */
  const request = (variation: Variation = {}) => {
    const { method = "eip3009", deployment = "v1.1", signer = payer } = variation;
    const extra: Record<string, unknown> = { ...base, ...(method === "permit2" ? { assetTransferMethod: "permit2" } : {}), ...variation.extra };
    const requirements = { scheme: "auth-capture", network: NETWORK, amount: "1000000", asset: TOKEN, payTo: info.receiver, maxTimeoutSeconds: 60, extra, ...variation.requirements };
    const binding = { receiverAuthorizer: extra["receiverAuthorizer"], policy: extra["policy"] };
    const bound = [binding.receiverAuthorizer, binding.policy].some((value) => typeof value === "string" && BigInt(value) !== 0n);
    // Without an authorizer nobody relays the capture, and the offer has to say that it comes later.
    if (!bound && extra["paymentFlow"] !== "authorization") extra["captureMode"] ??= "deferred";
    const salt = bound ? boundSalt({ receiverAuthorizer: String(binding.receiverAuthorizer ?? "0x0000000000000000000000000000000000000000"), ...(typeof binding.policy === "string" ? { policy: binding.policy } : {}), saltNonce }) : info.salt;
    const validBefore = variation.authorization?.validBefore ?? variation.permit?.deadline ?? String(NOW + 54);
    const committed = { ...info, payer: payer.address, operator: String(extra["captureAuthorizer"]), receiver: requirements.payTo, maxAmount: requirements.amount, preApprovalExpiry: Number(validBefore), authorizationExpiry: Number(extra["captureDeadline"]), refundExpiry: Number(extra["refundDeadline"]), minFeeBps: Number(extra["minFeeBps"]), maxFeeBps: Number(extra["maxFeeBps"]), feeReceiver: String(extra["feeRecipient"]), salt };
    const nonce = identityOf(committed, { escrow: DEPLOYMENTS[deployment].escrow }).signatureNonce;
    const sign = variation.signature ?? signer.sign;
    const tail = { salt, ...(bound ? { saltNonce } : {}), ...variation.payload };
    if (method === "permit2") {
      const permit = { from: payer.address, permitted: { token: TOKEN, amount: requirements.amount }, spender: DEPLOYMENTS[deployment].permit2Collector, nonce: String(BigInt(nonce)), deadline: validBefore, ...variation.permit };
      return { requirements, payload: { permit2Authorization: permit, signature: sign(permitDigest(permit)), ...tail } };
    }
    const authorization = { from: payer.address, to: DEPLOYMENTS[deployment].eip3009Collector, value: requirements.amount, validAfter: "0", validBefore, nonce, ...variation.authorization };
    return { requirements, payload: { authorization, signature: sign(receiveDigest(authorization)), ...tail } };
  };
  return { world, base, saltNonce, request };
};
