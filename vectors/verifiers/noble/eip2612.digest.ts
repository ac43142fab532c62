import type { Verifier } from "../verifier.ts";
import { eip2612Hashes, readPermit } from "./_eip2612.ts";
import { hexOf, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `eip2612.digest`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const requirements = objectOf(input["requirements"], "requirements");
    const { name, version } = objectOf(requirements["extra"], "extra");
    const { domainSeparator, digest } = eip2612Hashes({ requirements, permit: readPermit(input["permit"]), name, version });
    return { domainSeparator: hexOf(domainSeparator), digest: hexOf(digest) };
  });
