import { accepted, refused } from "../verifier.ts";
import type { Verifier, VerifierAnswer } from "../verifier.ts";
import { decimal, isSigned, messageOf, seconds, Unfit } from "./_channel-message.ts";
import type { Members } from "./_channel-message.ts";

type Asked = { readonly shared: Members; readonly requirements: Members; readonly config: Members; readonly signed: Members; readonly channel: Members };

const answered = async (message: Uint8Array, signature: unknown, signer: unknown): Promise<VerifierAnswer> => ((await isSigned({ message, signature, signer })) ? accepted() : refused("not signed by that key"));

const voucher = async ({ shared, requirements, config, signed, channel }: Asked): Promise<VerifierAnswer> => {
  const [most, claimed, balance] = [decimal(signed, "maxClaimableAmount"), decimal(channel, "totalClaimed"), decimal(channel, "balance")];
  if (signed["channelId"] !== shared["channelId"]) return refused("another channel");
  if (seconds(signed, "expiresAt") !== 0) return refused("a voucher that expires");
  if ((channel["withdrawRequestedAt"] ?? 0) !== 0) return refused("a channel that is closing");
  if (most > balance) return refused("more than the deposit");
  if (most <= claimed || most < claimed + decimal(requirements, "amount")) return refused("too little");
  return await answered(messageOf("voucher", signed), signed["signature"], config["payerAuthorizer"]);
};

const proof = async ({ shared, requirements, config, signed }: Asked): Promise<VerifierAnswer> => {
  if (signed["type"] !== "proof" || signed["channelId"] !== shared["channelId"] || signed["payer"] !== config["payer"]) return refused("no proof for this channel");
  if (decimal(signed, "authorizedAmount") !== decimal(requirements, "amount")) return refused("another amount");
  if (seconds(signed, "expiresAt") <= seconds(shared, "now")) return refused("expired");
  return await answered(messageOf("proof", { ...signed, operator: requirements["operator"] }), signed["signature"], config["payer"]);
};

const close = async ({ shared, requirements, signed }: Asked): Promise<VerifierAnswer> => {
  const left = seconds(signed, "validBefore") - seconds(shared, "now");
  if (left <= 0 || left > seconds(requirements, "maxTimeoutSeconds")) return refused("outside of its time");
  const members = { network: requirements["network"], programId: shared["programId"], feePayer: requirements["feePayer"], channelId: shared["channelId"], maxClaimableAmount: shared["closeAmount"], voucherExpiresAt: 0, validBefore: signed["validBefore"] };
  return await answered(messageOf("close", members), signed["signature"], requirements["receiverAuthorizer"]);
};

const KINDS: Readonly<Record<string, (asked: Asked) => Promise<VerifierAnswer>>> = { voucher, proof, close };

/** Answers `batch.svm.signed.verify`. */
export const verifier: Verifier = async ({ shared, input }) => {
  const asked = { shared, requirements: shared["requirements"], config: shared["channelConfig"], signed: input["signed"], channel: input["channel"] } as Asked;
  try {
    return (await KINDS[String(input["kind"])]?.(asked)) ?? refused("no such kind");
  } catch (error) {
    if (error instanceof Unfit) return refused(error.message);
    throw error;
  }
};
