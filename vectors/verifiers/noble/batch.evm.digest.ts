import type { Verifier } from "../verifier.ts";
import { batchDigest, batchDomain, refundDigest, voucherDigest } from "./_batch-evm.ts";
import { hexOf, must, objectOf } from "./_evm.ts";
import { judged } from "./_judged.ts";

const DIGESTS = new Map([["Voucher", voucherDigest], ["Refund", refundDigest], ["ClaimBatch", batchDigest]]);

/** Answers `batch.evm.digest`. */
export const verifier: Verifier = ({ shared, input }) =>
  judged(() => {
    const digest = DIGESTS.get(String(input["primaryType"]));
    must(digest !== undefined, "no such type");
    return { digest: hexOf(digest(batchDomain({ domain: shared["domain"], contract: shared["contract"], network: shared["network"] }), objectOf(input["message"], "message"))) };
  });
