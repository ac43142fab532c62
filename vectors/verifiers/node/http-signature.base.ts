import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { innerList, signatureBase } from "./_http-signature.ts";
import type { Message } from "./_http-signature.ts";

/** Answers `http-signature.base`. */
export const verifier: Verifier = ({ input }) => {
  try {
    return accepted({ base: signatureBase(input["message"] as Message, innerList(String(input["parameters"]))) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no base");
  }
};
