import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { siwsMessage } from "./_siws.ts";

/** Answers `siwx.message.solana`, with kit's notion of an address. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ message: siwsMessage({ members: input["info"] as Record<string, unknown>, chainId: input["chainId"], address: input["address"] }) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no message");
  }
};
