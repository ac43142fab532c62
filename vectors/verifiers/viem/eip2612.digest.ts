import type { Verifier } from "../verifier.ts";
import { hashesOf, messageOf } from "./_eip2612.ts";
import { answer, members } from "./_read.ts";

/** Answers `eip2612.digest`. */
export const verifier: Verifier = ({ input }) =>
  answer(() => {
    const requirements = members(input["requirements"]);
    return hashesOf(requirements, members(requirements["extra"]), messageOf(members(input["permit"])));
  });
