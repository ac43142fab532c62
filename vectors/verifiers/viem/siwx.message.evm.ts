import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { siweMessage } from "./_siwe.ts";

/** Answers `siwx.message.evm` with viem. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ message: siweMessage({ members: input["info"] as Record<string, unknown>, chainId: input["chainId"], address: input["address"] }) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no message");
  }
};
