import { zeroAddress } from "viem";
import type { Verifier } from "../verifier.ts";
import { amount, channelId, configOf, digestOf, domainOf } from "./_batch-evm.ts";
import { answer, check, members } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

/** Answers `batch.evm.corrective.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(async () => {
    const config = configOf(input["channelConfig"]);
    const { channelState, voucherState } = members(input["corrective"]);
    const domain = domainOf({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] });
    const { signedMaxClaimable, signature } = members(voucherState);
    check(amount(members(channelState)["chargedCumulativeAmount"]) <= amount(signedMaxClaimable), "more than was signed");
    const hash = digestOf(domain, "Voucher", { channelId: channelId(domain, config), maxClaimableAmount: signedMaxClaimable });
    await checkSigner({ hash, signature, signer: config.payerAuthorizer === zeroAddress ? config.payer : config.payerAuthorizer, state: {}, recoversOnly: true });
    return undefined;
  });
