import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { artifactDigest } from "./_artifact.ts";

/** Answers `eip712.offer.digest` with viem. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ digest: artifactDigest("offer", input["payload"]) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no payload");
  }
};
