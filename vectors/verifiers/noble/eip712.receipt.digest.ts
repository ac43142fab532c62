import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { artifactDigest, hex } from "./_artifact.ts";

/** Answers `eip712.receipt.digest` with noble's hash. */
export const verifier: Verifier = ({ input }) => {
  const digest = artifactDigest("receipt", input["payload"]);
  return digest === undefined ? refused("no payload of version 1") : accepted({ digest: hex(digest) });
};
