import type { Verifier } from "../verifier.ts";
import { channelMessage, mustSign, timeOf, u64Of } from "./_channel-message.ts";
import { must, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `upto.svm.claim.verify`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const request = objectOf(input["request"], "request");
    const [requirements, payload, channel] = [objectOf(request["requirements"], "requirements"), objectOf(request["payload"], "payload"), objectOf(input["channel"], "channel")];
    const signer = objectOf(requirements["extra"], "extra")["receiverAuthorizer"];
    const amount = u64Of(requirements["amount"], "amount");
    must(amount <= u64Of(payload["maxAmount"], "maxAmount") && amount <= u64Of(channel["deposit"], "deposit"), "above the ceiling");
    must(payload["authorizedSigner"] === signer && channel["authorizedSigner"] === signer, "another signer");
    must(amount === 0n || timeOf(input["now"], "now") < timeOf(payload["expiresAt"], "expiresAt"), "expired");
    const message = channelMessage("voucher", { channelId: payload["channelId"], maxClaimableAmount: requirements["amount"], expiresAt: payload["expiresAt"] });
    mustSign({ message, signature: payload["voucherSignature"], signer });
    return undefined;
  });
