import canonicalize from "canonicalize";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";

/** Answers `jcs.canonicalize` with the package of RFC 8785's authors. */
export const verifier: Verifier = ({ input }) => {
  try {
    const canonical = canonicalize(JSON.parse(String(input["json"])));
    return canonical === undefined ? refused("no JSON") : accepted({ canonical });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no JSON");
  }
};
