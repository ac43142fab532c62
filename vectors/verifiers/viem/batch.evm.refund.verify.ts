import type { Verifier } from "../verifier.ts";
import { amount, channelId, configOf, digestOf, domainOf } from "./_batch-evm.ts";
import { answer, check, members, uint } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

/** Answers `batch.evm.refund.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(async () => {
    const config = configOf(input["channelConfig"]);
    const refund = members(input["refund"]);
    const domain = domainOf({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    check(uint(refund["refundNonce"]) === uint(members(input["channel"])["refundNonce"]), "the nonce is not the channel's");
    check(amount(refund["amount"]) !== 0n, "a refund of nothing");
    const hash = digestOf(domain, "Refund", { channelId: channelId(domain, config), nonce: refund["refundNonce"], amount: refund["amount"] });
    await checkSigner({ hash, signature: refund["refundAuthorizerSignature"], signer: config.receiverAuthorizer, state: {}, recoversOnly: true });
    return undefined;
  });
