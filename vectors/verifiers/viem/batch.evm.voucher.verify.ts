import { isAddressEqual, zeroAddress } from "viem";
import type { Verifier } from "../verifier.ts";
import { amount, channelId, configOf, digestOf, domainOf } from "./_batch-evm.ts";
import { address, answer, check, hex, members } from "./_read.ts";
import { checkSigner } from "./_signer.ts";

/** Answers `batch.evm.voucher.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  answer(async () => {
    const { requirements: required, payload } = members(input["request"]);
    const { asset, payTo, network, extra } = members(required);
    const { receiverAuthorizer, withdrawDelay } = members(extra);
    const { type, channelConfig, voucher: given } = members(payload);
    const config = configOf(channelConfig);
    const voucher = members(given);
    const { balance, totalClaimed } = members(input["channel"]);
    const domain = domainOf({ domain: shared["domain"], contract: shared["contract"], network });
    check(channelId(domain, config) === hex(voucher["channelId"], 64), "channelId");
    for (const [left, right] of [[config.token, asset], [config.receiver, payTo], [config.receiverAuthorizer, receiverAuthorizer]] as const) check(isAddressEqual(left, address(right)), `${left} is not ${String(right)}`);
    check(config.withdrawDelay === withdrawDelay, "withdrawDelay is another");
    check(config.withdrawDelay >= 15 * 60 && config.withdrawDelay <= 30 * 24 * 60 * 60, "withdrawDelay is out of its range");
    const [held, claimed, ceiling] = [amount(balance), amount(totalClaimed), amount(voucher["maxClaimableAmount"])];
    check(held !== 0n, "there is no such channel");
    check(held >= ceiling, "more than the channel holds");
    check(ceiling > claimed || (type === "refund" && ceiling === claimed), "no more than was claimed");
    const hash = digestOf(domain, "Voucher", voucher);
    const signer = isAddressEqual(config.payerAuthorizer, zeroAddress) ? config.payer : config.payerAuthorizer;
    await checkSigner({ hash, signature: voucher["signature"], signer, state: { code: input["code"] }, recoversOnly: signer === config.payerAuthorizer });
    return undefined;
  });
