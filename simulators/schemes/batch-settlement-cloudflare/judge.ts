import type { NetworkId, SettleResponse } from "../../../spec/types.ts";
import type { FaultSet } from "../../faults.ts";
import { jsonEqual } from "../../json.ts";
import type { Effects, PaymentToJudge, SchemeFacilitator } from "../scheme.ts";
import { createJudgeBends, type JudgeBends } from "./judge-bends.ts";
import { type Proof, proofOf } from "./message-proof.ts";
import { createNetworkApi } from "./network-api.ts";
import { isAmount, NETWORK } from "./terms.ts";

/**
 * Verification and settlement as the text has the resource server do them with the network: Verification, and step 8 of the
 * payment flow. To settle is to store the commitment; the network bills it later.
 *
 * @param options.url of the network's API
 */
export function createJudge(options: { effects: Pick<Effects, "now">; faults: FaultSet; url: string }): Pick<SchemeFacilitator, "verify" | "settle"> {
  const { effects } = options;
  const bends = createJudgeBends({ faults: options.faults });
  const api = createNetworkApi({ url: options.url });
  const seconds = (): number => Math.floor(effects.now() / 1000);

  const judge = async (payment: PaymentToJudge): Promise<Proof | { readonly ok: false; readonly reason: string }> => {
    const proof = await proofOf({ request: payment.request, api, now: seconds(), bends });
    if (!proof.ok) return { ok: false, reason: bends.reason(proof.reason) };
    const defect = defectOf(payment, bends);
    return defect === undefined ? proof : { ok: false, reason: bends.reason(defect) };
  };

  return {
    async verify(payment) {
      const proof = await judge(payment);
      return proof.ok ? { isValid: true, payer: proof.agent } : { isValid: false, invalidReason: proof.reason };
    },
    async settle(payment) {
      const { amount, asset } = payment.requirements;
      const refused = (errorReason: string): SettleResponse => ({ success: false, errorReason, transaction: "", network: NETWORK as NetworkId });
      const proof = await judge(payment);
      if (!proof.ok) return refused(proof.reason);
      const { keyid, agent, reference, billingIdentifier } = proof;
      const stored = amount === "0" || billingIdentifier === "" ? { id: "" } : await api.commit({ keyid, amount, asset, reference });
      if ("refused" in stored) return refused("payment_failed");
      const timestamp = seconds();
      // The text of April 2026 had the time at the top, the newer one has it in extra.
      return bends.response({ success: true, transaction: stored.id, network: NETWORK as NetworkId, payer: agent, amount, asset, timestamp, extra: { timestamp } } as SettleResponse);
    },
  };
}

/** Steps 3 and 5: what is paid is what was offered, and payload says the same. */
function defectOf(payment: PaymentToJudge, bends: JudgeBends): string | undefined {
  const { payload, accepted, requirements } = payment;
  const { amount, asset } = payload;
  if (!["scheme", "network", "amount", "asset", "payTo"].every((member) => jsonEqual(accepted[member as keyof typeof accepted], requirements[member as keyof typeof requirements]))) return "price_not_acceptable";
  if (!isAmount(amount) || typeof asset !== "string") return bends.takesOtherPayload() ? undefined : "invalid_payment_signature";
  const agrees = asset === accepted.asset && BigInt(amount) === BigInt(accepted.amount);
  return agrees || bends.takesOtherPayload() ? undefined : "price_not_acceptable";
}
