import type { Hex } from "viem";
import type { PaymentRequirements, SettleResponse, VerifyResponse } from "../../../spec/types.ts";
import { defineFaults, faultPoints } from "../../faults.ts";
import type { CreateSchemeFacilitator, SchemeFacilitator } from "../scheme.ts";
import { createBroadcaster } from "./broadcast.ts";
import { createChainRpc } from "./chain-rpc.ts";
import { chainIdOf } from "./client.ts";
import { authorizationDigest } from "./eip3009.ts";
import type { ErrorReason } from "./error-reasons.ts";
import { readPayment } from "./facilitator-chain.ts";
import { type ParsedPayment, parsePayment } from "./parse-payment.ts";
import { createSettle, type Judgement } from "./settle.ts";
import { claimKey } from "./settlement-claims.ts";
import { transferCall } from "./token-calls.ts";
import { createVerifySteps } from "./verify-steps.ts";

/** Facilitator half of scheme `exact` on EVM by EIP-3009: schemes/exact/scheme_exact_evm.md §1, Phases 2 and 3. */

export const faults = defineFaults({
  "facilitator.exact-evm.verify-refuses-all": { role: "facilitator", bug: "BUG: finds no payment valid" },
  "facilitator.exact-evm.verify-claims": { role: "facilitator", bug: "BUG: verify claims the authorization, so that it cannot be verified again" },
  "facilitator.exact-evm.verify-broadcasts": { role: "facilitator", bug: "BUG: verify puts the payment on the network" },
});

interface Payment {
  readonly payload: Record<string, unknown>;
  readonly accepted: PaymentRequirements;
  readonly requirements: PaymentRequirements;
}

/**
 * @param options.network `eip155:<chain id>`
 * @param options.chain.signerPrivateKey 32 bytes of hex; its account pays the gas
 * @throws Error when the network is not an `eip155:` one
 */
export const createFacilitator: CreateSchemeFacilitator = ({ effects, faults: active, network, chain, confirmationTimeoutSeconds }): SchemeFacilitator => {
  const chainId = chainIdOf(network);
  if (chainId === undefined) throw new Error(`exact on EVM serves eip155 networks, found ${network}`);
  const rpc = createChainRpc({ rpcUrl: chain.rpcUrl });
  const broadcaster = createBroadcaster({ chain: rpc, privateKey: chain.signerPrivateKey as Hex, chainId });
  const steps = createVerifySteps({ faults: active });
  const now = (): bigint => BigInt(Math.floor(effects.now() / 1000));

  const judge = async (payment: ParsedPayment): Promise<Judgement> => {
    const reading = await readPayment({ chain: rpc, asset: payment.required.asset, authorization: payment.authorization, signature: payment.signature, digest: authorizationDigest(payment), sender: broadcaster.address });
    const reason = await steps({ payment, reading, now: now() });
    return reason === undefined ? { reason, form: reading.code === "0x" ? "vrs" : "bytes", nonceUsed: reading.nonceUsed } : { reason };
  };
  const settle = createSettle({ chain: rpc, broadcaster, network: `eip155:${chainId}`, judge, now, confirmationTimeoutSeconds, faults: active });

  const fault = faultPoints({ declared: faults, active });
  const seen = new Set<string>();
  const met = new Set<string>();
  const metBefore = (key: string): boolean => met.has(key) || (met.add(key), false);
  /** What this half does wrong with a good payment: nothing, in the reference. */
  const verifyDeviation = async (payment: ParsedPayment): Promise<ErrorReason | undefined> => {
    const key = claimKey(payment);
    if (fault("facilitator.exact-evm.verify-refuses-all") || seen.has(key)) return "invalid_transaction_state";
    if (fault("facilitator.exact-evm.verify-claims", () => metBefore(key))) seen.add(key);
    if (fault("facilitator.exact-evm.verify-broadcasts")) await broadcaster.send({ to: payment.required.asset, data: transferCall({ ...payment, form: "bytes" }) ?? "0x" });
    return undefined;
  };

  return {
    scheme: "exact",
    network,
    kind: () => ({ x402Version: 2, scheme: "exact", network: `eip155:${chainId}` }),
    signers: () => ({ "eip155:*": [broadcaster.address] }),
    async verify(payment: Payment): Promise<VerifyResponse> {
      const parsed = parsePayment({ ...payment, faults: active });
      if (!parsed.ok) return { isValid: false, invalidReason: parsed.reason, ...(parsed.payer === undefined ? {} : { payer: parsed.payer }) };
      const payer = parsed.payment.authorization.from;
      const judgement = await judge(parsed.payment);
      const reason = judgement.reason ?? (await verifyDeviation(parsed.payment));
      return reason === undefined ? { isValid: true, payer } : { isValid: false, invalidReason: reason, payer };
    },
    async settle(payment: Payment): Promise<SettleResponse> {
      const parsed = parsePayment({ ...payment, faults: active });
      if (parsed.ok) return await settle(parsed.payment);
      return { success: false, errorReason: parsed.reason, transaction: "", network: `eip155:${chainId}`, ...(parsed.payer === undefined ? {} : { payer: parsed.payer }) };
    },
  };
};
