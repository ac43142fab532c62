import { sha256 } from "@noble/hashes/sha2";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base58Encode } from "./_base58.ts";
import { parseTransaction } from "./_svm-transaction.ts";

/** Answers `svm.duplicate.detect` as a cache would: by a digest of the message. */
export const verifier: Verifier = ({ input }) => {
  try {
    const key = (text: unknown): string => base58Encode(sha256(parseTransaction(text).message));
    return accepted({ duplicate: key(input["first"]) === key(input["second"]) });
  } catch (error) {
    return refused(error instanceof Error ? error.message : "not parsed");
  }
};
