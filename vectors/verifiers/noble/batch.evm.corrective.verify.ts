import type { Verifier } from "../verifier.ts";
import { amountOf, batchDomain, channelId, voucherDigest } from "./_batch-evm.ts";
import { addressOf, bytesOf, hexOf, isSignedBy, must, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `batch.evm.corrective.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const config = objectOf(input["channelConfig"], "channelConfig");
    const corrective = objectOf(input["corrective"], "corrective");
    const state = objectOf(corrective["channelState"], "channelState");
    const voucher = objectOf(corrective["voucherState"], "voucherState");
    const separator = batchDomain({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    const named = addressOf(config["payerAuthorizer"], "payerAuthorizer");
    const signer = named.every((byte) => byte === 0) ? addressOf(config["payer"], "payer") : named;
    must(amountOf(state["chargedCumulativeAmount"], "chargedCumulativeAmount") <= amountOf(voucher["signedMaxClaimable"], "signedMaxClaimable"), "charged more than was signed");
    const digest = voucherDigest(separator, { channelId: hexOf(channelId(separator, config)), maxClaimableAmount: voucher["signedMaxClaimable"] });
    must(isSignedBy(digest, bytesOf(voucher["signature"], "signature"), signer), "not the client's own voucher");
    return undefined;
  });
