import { getBase64Decoder } from "@solana/kit";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { decodeTransaction } from "./_transaction.ts";

/** Answers `svm.duplicate.detect`. */
export const verifier: Verifier = ({ input }) => {
  try {
    const [first, second] = [input["first"], input["second"]].map((text) => getBase64Decoder().decode(decodeTransaction(text).transaction.messageBytes));
    return accepted({ duplicate: first === second });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not decoded");
  }
};
