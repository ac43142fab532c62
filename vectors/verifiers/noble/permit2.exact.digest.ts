import type { Verifier } from "../verifier.ts";
import { hexOf } from "./_evm.ts";
import { judged } from "./_judged.ts";
import { permitHashes, readPermit } from "./_permit2.ts";

/** Answers `permit2.exact.digest`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const { domainSeparator, digest } = permitHashes("exact", input["network"], readPermit("exact", input["authorization"]));
    return { domainSeparator: hexOf(domainSeparator), digest: hexOf(digest) };
  });
