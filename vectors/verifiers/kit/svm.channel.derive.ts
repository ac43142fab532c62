import { getAddressEncoder, getProgramDerivedAddress, getU64Encoder, isAddress } from "@solana/kit";
import type { Address } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `svm.channel.derive`. */
export const verifier: Verifier = async ({ shared, input }) => {
  const keys = [input["payer"], input["feePayer"], input["token"], input["authorizedSigner"]];
  const addresses = keys.filter((key) => typeof key === "string").filter((key) => isAddress(key));
  if (addresses.length !== keys.length) return refused("not four addresses");
  const { salt, openSlot } = input;
  if (typeof salt !== "string" || !/^\d+$/.test(salt)) return refused("salt is not decimal");
  if (typeof openSlot !== "number" || !Number.isInteger(openSlot)) return refused("openSlot is no integer");
  try {
    const [channelId, bump] = await getProgramDerivedAddress({
      programAddress: String(shared["program"]) as Address,
      seeds: ["channel", ...addresses.map((key) => getAddressEncoder().encode(key)), getU64Encoder().encode(BigInt(salt)), getU64Encoder().encode(openSlot)],
    });
    return accepted({ channelId, bump });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not derivable");
  }
};
