import type { Verifier } from "../verifier.ts";
import { amountOf, batchDomain, channelId, voucherDigest } from "./_batch-evm.ts";
import { addressOf, bytesOf, isSignedBy, must, numberOf, objectOf, sameBytes } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { mustBeSigned } from "./_payer.ts";

/** Answers `batch.evm.voucher.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const request = objectOf(input["request"], "request");
    const requirements = objectOf(request["requirements"], "requirements");
    const payload = objectOf(request["payload"], "payload");
    const extra = objectOf(requirements["extra"], "extra");
    const config = objectOf(payload["channelConfig"], "channelConfig");
    const voucher = objectOf(payload["voucher"], "voucher");
    const channel = objectOf(input["channel"], "channel");
    const separator = batchDomain({ domain: shared["domain"], contract: shared["contract"], network: requirements["network"] });
    must(sameBytes(channelId(separator, config), bytesOf(voucher["channelId"], "channelId", 32)), "the configuration is another channel's");
    const same = (name: string, value: unknown): boolean => sameBytes(addressOf(config[name], name), addressOf(value, name));
    must(same("token", requirements["asset"]), "another token");
    must(same("receiver", requirements["payTo"]), "another receiver");
    must(same("receiverAuthorizer", extra["receiverAuthorizer"]), "another receiver authorizer");
    const delay = config["withdrawDelay"];
    must(delay === extra["withdrawDelay"] && typeof delay === "number" && delay >= 900 && delay <= 2_592_000, "another delay");
    const [balance, claimed, ceiling] = [amountOf(channel["balance"], "balance"), amountOf(channel["totalClaimed"], "totalClaimed"), amountOf(voucher["maxClaimableAmount"], "maxClaimableAmount")];
    must(balance > 0n, "no channel");
    must(ceiling <= balance, "above the balance");
    must(payload["type"] === "refund" ? ceiling >= claimed : ceiling > claimed, "not above what was claimed");
    const digest = voucherDigest(separator, voucher);
    const authorizer = addressOf(config["payerAuthorizer"], "payerAuthorizer");
    if (numberOf(authorizer) === 0n) mustBeSigned({ digest, signature: voucher["signature"], payer: addressOf(config["payer"], "payer"), state: { code: input["code"] } });
    else must(isSignedBy(digest, bytesOf(voucher["signature"], "signature"), authorizer), "not the authorizer's signature");
    return undefined;
  });
