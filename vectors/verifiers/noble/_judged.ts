import { accepted, refused } from "../verifier.ts";
import type { VerifierAnswer } from "../verifier.ts";

/** Accepts what a function yields; a RangeError it throws is the refusal's note. */
export const judged = (judge: () => unknown): VerifierAnswer => {
  try {
    return accepted(judge());
  } catch (error) {
    if (error instanceof RangeError) return refused(error.message);
    throw error;
  }
};
