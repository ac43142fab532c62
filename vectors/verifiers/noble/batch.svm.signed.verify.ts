import type { Verifier } from "../verifier.ts";
import { channelMessage, mustSign, timeOf, u64Of } from "./_channel-message.ts";
import { must, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `batch.svm.signed.verify`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const requirements = objectOf(shared["requirements"], "requirements");
    const config = objectOf(shared["channelConfig"], "channelConfig");
    const signed = objectOf(input["signed"], "signed");
    const channel = objectOf(input["channel"], "channel");
    const { channelId, programId, closeAmount } = shared;
    const now = timeOf(shared["now"], "now");
    const price = u64Of(requirements["amount"], "amount");
    const kind = String(input["kind"]);
    if (kind === "close") {
      const before = timeOf(signed["validBefore"], "validBefore");
      must(now < before && before <= now + timeOf(requirements["maxTimeoutSeconds"], "maxTimeoutSeconds"), "not within its time");
      const members = { network: requirements["network"], programId, feePayer: requirements["feePayer"], channelId, maxClaimableAmount: closeAmount, voucherExpiresAt: 0, validBefore: before };
      mustSign({ message: channelMessage(kind, members), signature: signed["signature"], signer: requirements["receiverAuthorizer"] });
      return undefined;
    }
    must(signed["channelId"] === channelId, "another channel");
    if (kind === "voucher") {
      const [ceiling, claimed] = [u64Of(signed["maxClaimableAmount"], "maxClaimableAmount"), u64Of(channel["totalClaimed"], "totalClaimed")];
      must(signed["expiresAt"] === 0, "it expires");
      must(channel["withdrawRequestedAt"] === undefined || timeOf(channel["withdrawRequestedAt"], "withdrawRequestedAt") === 0, "the channel is closing");
      must(ceiling <= u64Of(channel["balance"], "balance") && ceiling > claimed && ceiling >= claimed + price, "not the amount");
      mustSign({ message: channelMessage(kind, signed), signature: signed["signature"], signer: config["payerAuthorizer"] });
      return undefined;
    }
    must(signed["type"] === "proof" && signed["payer"] === config["payer"], "not the payer's proof");
    must(u64Of(signed["authorizedAmount"], "authorizedAmount") === price, "not the price");
    must(now < timeOf(signed["expiresAt"], "expiresAt"), "expired");
    mustSign({ message: channelMessage(kind, { ...signed, operator: requirements["operator"] }), signature: signed["signature"], signer: config["payer"] });
    return undefined;
  });
