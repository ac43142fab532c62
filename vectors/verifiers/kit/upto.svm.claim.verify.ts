import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { decimal, isSigned, messageOf, seconds, Unfit } from "./_channel-message.ts";
import type { Members } from "./_channel-message.ts";

/** Answers `upto.svm.claim.verify`. */
export const verifier: Verifier = async ({ input }) => {
  const { requirements, payload } = input["request"] as { requirements: Members; payload: Members };
  const channel = input["channel"] as Members;
  const signer = (requirements["extra"] as Members)["receiverAuthorizer"];
  try {
    const charge = decimal(requirements, "amount");
    if (charge > decimal(payload, "maxAmount") || charge > decimal(channel, "deposit")) return refused("more than the ceiling");
    if (new Set([signer, payload["authorizedSigner"], channel["authorizedSigner"]]).size !== 1) return refused("not one signer");
    if (charge > 0n && seconds(payload, "expiresAt") <= Number(input["now"])) return refused("too late");
    const message = messageOf("voucher", { channelId: payload["channelId"], maxClaimableAmount: requirements["amount"], expiresAt: payload["expiresAt"] });
    return (await isSigned({ message, signature: payload["voucherSignature"], signer })) ? accepted() : refused("no voucher");
  } catch (error) {
    if (error instanceof Unfit) return refused(error.message);
    throw error;
  }
};
