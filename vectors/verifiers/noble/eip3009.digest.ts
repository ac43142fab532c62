import type { Verifier } from "../verifier.ts";
import { eip3009Digest, readAuthorization } from "./_eip3009.ts";
import { hexOf, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `eip3009.digest`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const requirements = objectOf(input["requirements"], "requirements");
    const { name, version } = objectOf(requirements["extra"], "extra");
    const { domainSeparator, digest } = eip3009Digest({ requirements, authorization: readAuthorization(input["authorization"]), name, version });
    return { domainSeparator: hexOf(domainSeparator), digest: hexOf(digest) };
  });
