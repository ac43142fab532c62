import type { Address } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { channelOf } from "./_channel.ts";
import { seconds, Unfit } from "./_channel-message.ts";
import type { Members } from "./_channel-message.ts";

const PROGRAM = "CHNLxYvVA28MJP9PrFuDXccuoGXAx7jBacfLEkahyGsX" as Address;

/** Answers `upto.svm.deposit.check`; clocks are one. */
export const verifier: Verifier = async ({ input }) => {
  const { requirements, payload } = input["request"] as { requirements: Members; payload: Members };
  const extra = requirements["extra"] as Members;
  const now = Number(input["now"]);
  if (Object.keys(payload).some((name) => ["voucherSignature", "type"].includes(name))) return refused("the server's members");
  if (requirements["amount"] !== payload["maxAmount"] || requirements["amount"] !== payload["deposit"]) return refused("not the amount");
  if (payload["authorizedSigner"] !== extra["receiverAuthorizer"]) return refused("not the offer's signer");
  try {
    if (seconds(extra, "withdrawDelay") <= 0) return refused("no delay");
    const left = seconds(payload, "expiresAt") - now;
    if (left <= 0 || left > seconds(requirements, "maxTimeoutSeconds")) return refused("not its time");
    if (payload["validAfter"] !== undefined && seconds(payload, "validAfter") > now) return refused("not yet");
    const { from, nonce, openSlot } = payload;
    const channel = await channelOf(PROGRAM, { from, nonce, openSlot, asset: requirements["asset"], feePayer: extra["feePayer"], receiverAuthorizer: extra["receiverAuthorizer"] });
    return channel === payload["channelId"] ? accepted() : refused("not the channel");
  } catch (error) {
    if (error instanceof Unfit) return refused(error.message);
    throw error;
  }
};
