import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { canonicalJson } from "./_jcs.ts";

/** Answers `jcs.canonicalize` by hand. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ canonical: canonicalJson(String(input["json"])) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no JSON");
  }
};
