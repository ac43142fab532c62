import type { Verifier } from "../verifier.ts";
import { amountOf, batchDomain, channelId, refundDigest } from "./_batch-evm.ts";
import { addressOf, bytesOf, hexOf, isSignedBy, must, objectOf, uintOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `batch.evm.refund.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const config = objectOf(input["channelConfig"], "channelConfig");
    const { refundNonce: nonce, amount, refundAuthorizerSignature } = objectOf(input["refund"], "refund");
    const separator = batchDomain({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    must(uintOf(nonce, "nonce") === uintOf(objectOf(input["channel"], "channel")["refundNonce"], "refundNonce"), "another nonce");
    must(amountOf(amount, "amount") > 0n, "nothing to refund");
    const digest = refundDigest(separator, { channelId: hexOf(channelId(separator, config)), nonce, amount });
    must(isSignedBy(digest, bytesOf(refundAuthorizerSignature, "signature"), addressOf(config["receiverAuthorizer"], "receiverAuthorizer")), "not the authorizer's signature");
    return undefined;
  });
