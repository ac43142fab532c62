import type { Verifier } from "../verifier.ts";
import { identity } from "./_auth-capture.ts";
import { hexOf, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

/** Answers `auth-capture.evm.identity`. */
export const verifier: Verifier = ({ input }) =>
  judged(() => {
    const { nonce, id } = identity({ network: input["network"], escrow: input["escrow"], info: objectOf(input["paymentInfo"], "paymentInfo") });
    return { signatureNonce: hexOf(nonce), paymentInfoHash: hexOf(id) };
  });
