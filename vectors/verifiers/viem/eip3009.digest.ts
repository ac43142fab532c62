import type { Verifier } from "../verifier.ts";
import { hashesOf, messageOf } from "./_eip3009.ts";
import { answer, members } from "./_read.ts";

/** Answers `eip3009.digest`. */
export const verifier: Verifier = ({ input }) =>
  answer(() => {
    const requirements = members(input["requirements"]);
    const { name, version } = members(requirements["extra"]);
    return hashesOf({ requirements, message: messageOf(input["authorization"]), name, version });
  });
